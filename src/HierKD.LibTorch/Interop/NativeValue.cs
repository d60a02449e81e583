using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>What crosses the border to the native library, in both directions; native/src/shim.h mirrors this layout.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeValue
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int Length;
    [FieldOffset(8)] public long Int;
    [FieldOffset(8)] public double Double;
    [FieldOffset(8)] public nint Pointer;

    internal readonly torch.Tensor ToTensor() => new(Pointer, Length);

    internal readonly torch.Tensor? ToOptionalTensor() => Tag == Tag.Tensor ? new(Pointer, Length) : null;

    internal readonly torch.Tensor[] ToTensors()
    {
        var handles = (nint*)Pointer;
        var tensors = new torch.Tensor[Length];
        for (var k = 0; k < tensors.Length; k++)
        {
            tensors[k] = new torch.Tensor(handles[k], 0);
        }

        Native.FreeList(Pointer);
        return tensors;
    }
}
