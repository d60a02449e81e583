using TorchSharp.Modules;

namespace HierKD;

/// <summary>A depthwise convolution: as many groups as channels, so that each channel has a filter of its own, <c>[C, 1, …]</c>.</summary>
internal sealed class DepthwiseLayer(string name, Convolution convolution) : PrunableLayer(name, convolution)
{
    public override LayerRole Role => LayerRole.Carrier;

    public override long Outputs { get; } = convolution.out_channels;

    public override long Inputs { get; } = convolution.in_channels;

    public override IReadOnlyList<LayerTensor> Tensors
    {
        get
        {
            var weight = new LayerTensor("weight", convolution.weight, 0, null);
            return convolution.bias is { } bias ? [weight, new LayerTensor("bias", bias, 0, null)] : [weight];
        }
    }

    public override void SetShape(long outputs, long inputs)
    {
        ShapeProperties.Set(convolution, outputs, outputs);
        convolution.groups = outputs;
    }

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        ConvolutionLayer.ConvolutionPositions(convolution, inputShape, outputShape);
}
