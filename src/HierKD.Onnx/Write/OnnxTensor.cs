using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A tensor of numbers in a file, read from memory when it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Elements">The numbers.</param>
internal sealed record OnnxTensor(string Name, Tensor Elements)
{
    /// <summary>How many bytes its elements take.</summary>
    public long Length => Elements.numel() * Elements.element_size();

    public unsafe void WriteTo(Stream stream)
    {
        using var scope = NewDisposeScope();
        var plain = Elements.cpu().contiguous();
        const int Most = 1 << 20;
        var data = (byte*)new NativeTensor(plain.Handle).Data;
        for (long at = 0; at < Length; at += Most) stream.Write(new ReadOnlySpan<byte>(data + at, (int)Math.Min(Most, Length - at)));
    }
}
