using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>An embedding: weight <c>[entries, out]</c>. It makes channels and reads none, since its input are indices.</summary>
internal sealed class EmbeddingLayer(string name, Embedding embedding) : ModuleLayer(name, embedding)
{
    public override LayerRole Role => LayerRole.Mixing;

    public override long Outputs { get; } = embedding.weight!.shape[1];

    public override long Inputs => 0;

    public override IReadOnlyList<LayerTensor> Tensors => [new LayerTensor("weight", embedding.weight!, 1, null)];

    public override void SetShape(long outputs, long inputs) { }

    public override int ChannelAxis(int rank) => rank - 1;

    public override Tensor SmallestInput(int rank, long channels, ScalarType type, Device device) =>
        zeros([1], dtype: ScalarType.Int64, device: device);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) =>
        values[0].index_select(0, input.reshape(-1).to(ScalarType.Int64)).reshape([.. input.shape, values[0].shape[1]]);
}
