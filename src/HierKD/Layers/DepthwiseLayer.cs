using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A depthwise convolution: as many groups as channels, so that each channel has a filter of its own, <c>[C, 1, …]</c>.</summary>
internal sealed class DepthwiseLayer(string name, Convolution convolution) : ModuleLayer(name, convolution)
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

    public override int ChannelAxis(int rank) => ConvolutionFunction.ChannelAxis(convolution, rank);

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        ConvolutionFunction.Positions(convolution, inputShape, outputShape);

    public override Tensor SmallestInput(int rank, ScalarType type, Device device) =>
        ConvolutionFunction.SmallestInput(convolution, rank, Inputs, type, device);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) =>
        ConvolutionFunction.Apply(convolution, input, values[0], values.Count > 1 ? values[1] : null, values[0].shape[0]);
}
