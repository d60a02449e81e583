using TorchSharp.Modules;

namespace HierKD;

/// <summary>A depthwise convolution: as many groups as channels, so that each channel has a filter of its own, <c>[C, 1, …]</c>.</summary>
internal sealed class DepthwiseLayer(string name, Convolution convolution) : ConvolutionModuleLayer(name, convolution)
{
    public override LayerRole Role => LayerRole.Carrier;

    public override void SetShape(long outputs, long inputs)
    {
        ShapeProperties.Set(Convolution, outputs, outputs);
        Convolution.groups = outputs;
    }

    protected override LayerTensor Weight(Parameter weight) => new("weight", weight, 0, null);

    protected override long GroupsOf(long inputs) => inputs;
}
