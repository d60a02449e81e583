using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A tensor of numbers in a file, read from memory when it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Elements">The numbers.</param>
/// <param name="Types">Which types they have in the file.</param>
internal sealed record OnnxTensor(string Name, Tensor Elements, FileTypes Types)
{
    /// <summary>The type of its elements in the file.</summary>
    public ScalarType Type => Types.Of(Elements.dtype);

    /// <summary>How many bytes its elements take in the file.</summary>
    public long Length => Elements.numel() * Type.ElementSize();

    public unsafe void WriteTo(Stream stream)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var plain = Types.Convert(Elements.cpu()).contiguous();
        const int Most = 1 << 20;
        var data = (byte*)new NativeTensor(plain.Handle).Data;
        for (long at = 0; at < Length; at += Most) stream.Write(new ReadOnlySpan<byte>(data + at, (int)Math.Min(Most, Length - at)));
    }
}
