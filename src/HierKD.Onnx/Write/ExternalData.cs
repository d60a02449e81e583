namespace HierKD.Onnx;

/// <summary>The second file of a model that is too large for one: elements of tensors, one behind the other.</summary>
internal sealed class ExternalData(string path)
{
    // Readers map the file into memory, by pages.
    private const long Page = 4096;

    private readonly List<(long Offset, OnnxTensor Tensor)> _tensors = [];
    private long _length;

    /// <summary>The file's name, by which the first one finds it in its own folder.</summary>
    public string Name { get; } = Path.GetFileName(WholeFile.PlaceFor(path)) + ".data";

    /// <summary>Gives a tensor its place.</summary>
    public (long Offset, long Length) Add(OnnxTensor tensor)
    {
        var offset = (_length + Page - 1) / Page * Page;
        _tensors.Add((offset, tensor));
        _length = offset + tensor.Length;
        return (offset, tensor.Length);
    }

    public void Write() => WholeFile.Write(Path.Combine(Path.GetDirectoryName(WholeFile.PlaceFor(path))!, Name), file =>
    {
        var empty = new byte[Page];
        var at = 0L;
        foreach (var (offset, tensor) in _tensors)
        {
            file.Write(empty, 0, (int)(offset - at));
            tensor.WriteTo(file);
            at = offset + tensor.Length;
        }
    });
}
