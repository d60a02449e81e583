using TorchSharp.Modules;

namespace HierKD;

/// <summary>
/// A convolution, transposed or not: weight <c>[out, in / groups, …]</c>, transposed <c>[in, out / groups, …]</c>. Of a grouped one, the
/// channels at the same position of every group go together.
/// </summary>
internal sealed class ConvolutionLayer(string name, Convolution convolution) : ConvolutionModuleLayer(name, convolution)
{
    public override LayerRole Role => LayerRole.Mixing;

    public override IEnumerable<IReadOnlyList<(ChannelSide Side, long Channel)>> Bundles => Groups == 1
        ? []
        : [.. AtEqualPositions(ChannelSide.Inputs, Inputs), .. AtEqualPositions(ChannelSide.Outputs, Outputs)];

    public override void SetShape(long outputs, long inputs) => ShapeProperties.Set(Convolution, outputs, inputs);

    protected override LayerTensor Weight(Parameter weight)
    {
        var (output, input) = Convolution.transposed ? (1, 0) : (0, 1);
        GroupPeriod? period = Groups == 1 ? null : Convolution.transposed ? new GroupPeriod(output, Outputs / Groups)
            : new GroupPeriod(input, Inputs / Groups);
        return new LayerTensor("weight", weight, output, input, Period: period);
    }

    protected override long GroupsOf(long inputs) => Groups;

    private IEnumerable<IReadOnlyList<(ChannelSide, long)>> AtEqualPositions(ChannelSide side, long channels)
    {
        var size = channels / Groups;
        for (var i = 0L; i < size; i++) yield return Enumerable.Range(0, (int)Groups).Select(g => (side, g * size + i)).ToArray();
    }
}
