using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A tensor of one forward that depends on the input.</summary>
/// <param name="Number">Its place in the order in which values arose; 0 is the input.</param>
/// <param name="Shape">Its shape in this forward.</param>
/// <param name="Type">The type of its elements.</param>
internal sealed record TracedValue(int Number, long[] Shape, ScalarType Type);
