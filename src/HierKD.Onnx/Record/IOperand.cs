using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A tensor that an operator reads: a <see cref="Value"/> or a <see cref="Constant"/>.</summary>
internal interface IOperand
{
    /// <summary>Its shape.</summary>
    IReadOnlyList<Dimension> Shape { get; }

    /// <summary>The type of its elements.</summary>
    ScalarType Type { get; }
}
