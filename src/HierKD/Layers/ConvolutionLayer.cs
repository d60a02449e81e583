using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A convolution, transposed or not: weight <c>[out, in / groups, …]</c>, transposed <c>[in, out / groups, …]</c>. Of a grouped one, the channels at the same
/// position of every group go together.
/// </summary>
internal sealed class ConvolutionLayer(string name, Convolution convolution) : ModuleLayer(name, convolution)
{
    private readonly long _groups = convolution.groups;

    public override LayerRole Role => LayerRole.Mixing;

    public override long Outputs { get; } = convolution.out_channels;

    public override long Inputs { get; } = convolution.in_channels;

    public override IReadOnlyList<LayerTensor> Tensors
    {
        get
        {
            var (output, input) = convolution.transposed ? (1, 0) : (0, 1);
            GroupPeriod? period = _groups == 1 ? null : convolution.transposed ? new GroupPeriod(output, Outputs / _groups) : new GroupPeriod(input, Inputs / _groups);
            var weight = new LayerTensor("weight", convolution.weight, output, input, Period: period);
            return convolution.bias is { } bias ? [weight, new LayerTensor("bias", bias, 0, null)] : [weight];
        }
    }

    public override IEnumerable<IReadOnlyList<(ChannelSide Side, long Channel)>> Bundles => _groups == 1
        ? []
        : [.. AtEqualPositions(ChannelSide.Inputs, Inputs), .. AtEqualPositions(ChannelSide.Outputs, Outputs)];

    public override void SetShape(long outputs, long inputs) => ShapeProperties.Set(convolution, outputs, inputs);

    public override int ChannelAxis(int rank) => ConvolutionFunction.ChannelAxis(convolution, rank);

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) =>
        ConvolutionFunction.Positions(convolution, inputShape, outputShape);

    public override Tensor SmallestInput(int rank, ScalarType type, Device device) =>
        ConvolutionFunction.SmallestInput(convolution, rank, Inputs, type, device);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) =>
        ConvolutionFunction.Apply(convolution, input, values[0], values.Count > 1 ? values[1] : null, _groups);

    private IEnumerable<IReadOnlyList<(ChannelSide, long)>> AtEqualPositions(ChannelSide side, long channels)
    {
        var size = channels / _groups;
        for (var i = 0L; i < size; i++) yield return Enumerable.Range(0, (int)_groups).Select(g => (side, g * size + i)).ToArray();
    }
}
