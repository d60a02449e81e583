namespace TorchSharp.Interop;

/// <summary>The kind of a value on its way to or from the native library; native/src/shim.h mirrors the numbers.</summary>
internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    String = 5,
    IntList = 6,
    DoubleList = 7,
    BoolList = 8,
    TensorList = 9,
    Device = 10,
    Default = 11,
    Generator = 12,
    Complex = 13,
}
