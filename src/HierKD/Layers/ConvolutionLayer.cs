using TorchSharp.Modules;

namespace HierKD;

/// <summary>A convolution without groups, transposed or not: weight <c>[out, in, …]</c>, transposed <c>[in, out, …]</c>.</summary>
internal sealed class ConvolutionLayer(string name, Convolution convolution) : PrunableLayer(name, convolution)
{
    public override LayerRole Role => LayerRole.Mixing;

    public override long Outputs { get; } = convolution.out_channels;

    public override long Inputs { get; } = convolution.in_channels;

    public override IReadOnlyList<LayerTensor> Tensors
    {
        get
        {
            var (output, input) = convolution.transposed ? (1, 0) : (0, 1);
            var weight = new LayerTensor("weight", convolution.weight, output, input);
            return convolution.bias is { } bias ? [weight, new LayerTensor("bias", bias, 0, null)] : [weight];
        }
    }

    public override void SetShape(long outputs, long inputs) => ShapeProperties.Set(convolution, outputs, inputs);

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        ConvolutionPositions(convolution, inputShape, outputShape);

    /// <summary>A convolution applies its weight at every output position; a transposed one at every input position.</summary>
    internal static long ConvolutionPositions(Convolution convolution, ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape)
    {
        var positions = 1L;
        foreach (var size in (convolution.transposed ? inputShape : outputShape)[2..])
        {
            positions *= size;
        }
        return positions;
    }
}
