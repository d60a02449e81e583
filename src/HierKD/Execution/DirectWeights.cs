using static TorchSharp.torch;

namespace HierKD;

/// <summary>Values used as they are: the whole model, or one that was cut out before.</summary>
internal sealed class DirectWeights(IReadOnlyList<Tensor> values, ModelSelection shape) : IModelWeights
{
    public ModelSelection Shape { get; } = shape;

    public Tensor Read(int index) => values[index];

    public Tensor Dense(int index) => values[index];

    public void AddGradient(int index, Tensor gradient) => Gradients.Add(values[index], gradient);

    public void WriteBuffer(int index, Tensor value) => values[index].copy_(value);
}
