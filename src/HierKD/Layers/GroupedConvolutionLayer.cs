using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A convolution with many small groups, which go as wholes: the inputs and the outputs of a group together. Weight <c>[out, in / groups, …]</c>, transposed <c>[in, out / groups, …]</c>.
/// </summary>
internal sealed class GroupedConvolutionLayer(string name, Convolution convolution) : ModuleLayer(name, convolution)
{
    private readonly long _groups = convolution.groups;

    public override LayerRole Role => LayerRole.Mixing;

    public override long Outputs { get; } = convolution.out_channels;

    public override long Inputs { get; } = convolution.in_channels;

    public override IReadOnlyList<LayerTensor> Tensors
    {
        get
        {
            var weight = convolution.transposed ? new LayerTensor("weight", convolution.weight, null, 0) : new LayerTensor("weight", convolution.weight, 0, null);
            return convolution.bias is { } bias ? [weight, new LayerTensor("bias", bias, 0, null)] : [weight];
        }
    }

    public override IEnumerable<IReadOnlyList<(ChannelSide Side, long Channel)>> Bundles
    {
        get
        {
            var (inputs, outputs) = (Inputs / _groups, Outputs / _groups);
            for (var g = 0L; g < _groups; g++)
            {
                yield return
                [
                    .. Enumerable.Range(0, (int)inputs).Select(i => (ChannelSide.Inputs, g * inputs + i)),
                    .. Enumerable.Range(0, (int)outputs).Select(i => (ChannelSide.Outputs, g * outputs + i)),
                ];
            }
        }
    }

    /// <summary>Within its group a filter passes through the layer: its gate stands at what reads the outputs.</summary>
    public override ChannelRole RoleOf(ChannelSide side) => ChannelRole.Carrier;

    public override void SetShape(long outputs, long inputs)
    {
        ShapeProperties.Set(convolution, outputs, inputs);
        convolution.groups = Groups(inputs);
    }

    public override int ChannelAxis(int rank) => ConvolutionFunction.ChannelAxis(convolution, rank);

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        ConvolutionFunction.Positions(convolution, inputShape, outputShape);

    public override Tensor SmallestInput(int rank, ScalarType type, Device device) =>
        ConvolutionFunction.SmallestInput(convolution, rank, Inputs, type, device);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) => ConvolutionFunction.Apply(
        convolution, input, values[0], values.Count > 1 ? values[1] : null, Groups(input.shape[ChannelAxis((int)input.dim())]));

    private long Groups(long inputs) => inputs / (Inputs / _groups);
}
