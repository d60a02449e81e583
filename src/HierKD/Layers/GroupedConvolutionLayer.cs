using TorchSharp.Modules;

namespace HierKD;

/// <summary>
/// A convolution with many small groups, which go as wholes: the inputs and the outputs of a group together. Weight
/// <c>[out, in / groups, …]</c>, transposed <c>[in, out / groups, …]</c>.
/// </summary>
internal sealed class GroupedConvolutionLayer(string name, Convolution convolution) : ConvolutionModuleLayer(name, convolution)
{
    public override LayerRole Role => LayerRole.Mixing;

    public override IEnumerable<IReadOnlyList<(ChannelSide Side, long Channel)>> Bundles
    {
        get
        {
            var (inputs, outputs) = (Inputs / Groups, Outputs / Groups);
            for (var g = 0L; g < Groups; g++)
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
        ShapeProperties.Set(Convolution, outputs, inputs);
        Convolution.groups = GroupsOf(inputs);
    }

    protected override LayerTensor Weight(Parameter weight) =>
        Convolution.transposed ? new LayerTensor("weight", weight, null, 0) : new LayerTensor("weight", weight, 0, null);

    protected override long GroupsOf(long inputs) => inputs / (Inputs / Groups);
}
