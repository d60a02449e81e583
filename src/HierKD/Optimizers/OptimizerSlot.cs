namespace HierKD;

/// <summary>A field of what an optimizer remembers or was told.</summary>
/// <param name="Name">Its name in TorchSharp, and in a checkpoint.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Writes it.</param>
internal sealed record OptimizerSlot<TOwner, TValue>(string Name, Func<TOwner, TValue> Get, Action<TOwner, TValue> Set)
{
    /// <summary>Whether an optimizer may be without it.</summary>
    public bool IsOptional { get; init; }
}
