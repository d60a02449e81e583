namespace HierKD;

/// <summary>An open file of <c>torch.save</c>: an object, and the storages of its tensors.</summary>
internal interface IPyTorchContainer : IDisposable
{
    /// <summary>The object that was saved, as <see cref="PickleReader"/> gives it.</summary>
    object? Root { get; }

    /// <summary>The length of a storage in bytes; <see langword="null"/> if it is not in the file.</summary>
    long? LengthOf(string key);

    /// <summary>Reads a storage that is there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="into">Memory for as many bytes as it has.</param>
    void Read(string key, Span<byte> into);
}
