namespace HierKD.Models;

/// <summary>One row of the tables that define MobileNetV3.</summary>
/// <param name="Kernel">The size of the depthwise convolution.</param>
/// <param name="Expanded">The channels within the block.</param>
/// <param name="Channels">The channels that leave it.</param>
/// <param name="Gated">Whether it has a squeeze-and-excitation gate.</param>
/// <param name="Hard">Whether its activations are hard swish; else ReLU.</param>
/// <param name="Stride">The stride of the depthwise convolution.</param>
internal sealed record MobileNetV3Row(int Kernel, int Expanded, int Channels, bool Gated, bool Hard, int Stride)
{
    /// <summary>The row for a width multiplier.</summary>
    public MobileNetV3Row Times(double width) =>
        this with { Expanded = Widths.Rounded(Expanded * width), Channels = Widths.Rounded(Channels * width) };
}
