namespace HierKD;

/// <summary>What a pickle says of one tensor: a strided view of a storage.</summary>
/// <param name="Storage">The elements it looks at.</param>
/// <param name="Offset">Its first element in the storage.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">How many elements of the storage lie between neighbours on each axis.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Whether every element lies within the storage; of huge numbers, too.</summary>
    public bool IsWithinStorage
    {
        get
        {
            if (Shape.Length != Strides.Length || Offset < 0 || Shape.Concat(Strides).Any(n => n < 0)) return false;
            if (Shape.Contains(0)) return true;
            Int128 last = Offset;
            for (var axis = 0; axis < Shape.Length && last < Storage.Count; axis++) last += (Int128)(Shape[axis] - 1) * Strides[axis];
            return last < Storage.Count;
        }
    }

    /// <summary>Whether there are more elements than the storage has: an expanded tensor, whose copy could be of any size.</summary>
    public bool IsExpanded
    {
        get
        {
            if (Shape.Contains(0)) return false;
            Int128 elements = 1;
            for (var axis = 0; axis < Shape.Length && elements <= Storage.Count; axis++) elements *= Shape[axis];
            return elements > Storage.Count;
        }
    }
}
