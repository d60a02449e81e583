using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A parameter or buffer that a module of the user's own holds directly, with one axis over channels: a scale, a token, a table of
/// positions.
/// </summary>
/// <param name="name">The tensor's key in the state dictionary.</param>
/// <param name="tensor">The tensor.</param>
/// <param name="axis">The axis over channels.</param>
/// <param name="isBuffer">Whether it is state that no gradient changes.</param>
internal sealed class OwnTensorLayer(string name, Tensor tensor, int axis, bool isBuffer) : PrunableLayer(name)
{
    public override string Kind => isBuffer ? "buffer" : "parameter";

    public override LayerRole Role => LayerRole.Carrier;

    public override long Outputs { get; } = tensor.shape[axis];

    public override long Inputs => Outputs;

    public int Axis => axis;

    /// <summary>The tensor stands under the layer's own name.</summary>
    public override IReadOnlyList<LayerTensor> Tensors => [new LayerTensor("", tensor, axis, null, isBuffer)];

    public override void SetShape(long outputs, long inputs) { }
}
