using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A rectifier with a slope for each channel, <c>[C]</c>.</summary>
internal sealed class PReLULayer(string name, PReLU activation) : ModuleLayer(name, activation)
{
    public override LayerRole Role => LayerRole.Carrier;

    public override long Outputs { get; } = activation.num_parameters;

    public override long Inputs { get; } = activation.num_parameters;

    public override IReadOnlyList<LayerTensor> Tensors => [new LayerTensor("weight", activation.weight!, 0, null)];

    public override void SetShape(long outputs, long inputs) => ShapeProperties.Set(activation, outputs);

    public override int ChannelAxis(int rank) => Math.Min(1, rank - 1);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) => nn.functional.prelu(input, values[0]);
}
