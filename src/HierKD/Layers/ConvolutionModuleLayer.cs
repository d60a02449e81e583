using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What convolutions of every grouping have in common.</summary>
internal abstract class ConvolutionModuleLayer(string name, Convolution convolution) : ModuleLayer(name, convolution)
{
    protected Convolution Convolution { get; } = convolution;

    /// <summary>The number of groups when the layer was found.</summary>
    protected long Groups { get; } = convolution.groups;

    public override long Outputs { get; } = convolution.out_channels;

    public override long Inputs { get; } = convolution.in_channels;

    public override IReadOnlyList<LayerTensor> Tensors =>
        Convolution.bias is { } bias ? [Weight(Convolution.weight), new LayerTensor("bias", bias, 0, null)] : [Weight(Convolution.weight)];

    public override string Form => ConvolutionFunction.Form(Convolution);

    public override int ChannelAxis(int rank) => ConvolutionFunction.ChannelAxis(Convolution, rank);

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        ConvolutionFunction.Positions(Convolution, inputShape, outputShape);

    public override Tensor SmallestInput(int rank, long channels, ScalarType type, Device device) =>
        ConvolutionFunction.SmallestInput(Convolution, rank, channels, type, device);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) =>
        ConvolutionFunction.Apply(
            Convolution, input, values[0], values.Count > 1 ? values[1] : null, GroupsOf(input.shape[ChannelAxis((int)input.dim())]));

    /// <summary>The weight with its axes.</summary>
    protected abstract LayerTensor Weight(Parameter weight);

    /// <summary>The number of groups that an input of so many channels has.</summary>
    protected abstract long GroupsOf(long inputs);
}
