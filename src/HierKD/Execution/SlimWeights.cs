using static TorchSharp.torch;

namespace HierKD;

/// <summary>The kept channels of dense values, gathered: a level computes as little as its own size.</summary>
internal sealed class SlimWeights : IModelWeights, IDisposable
{
    private readonly IReadOnlyList<Tensor> _dense;
    private readonly TensorIndices?[] _indices;

    public SlimWeights(IReadOnlyList<ModelTensor> tensors, IReadOnlyList<Tensor> dense, ModelSelection selection)
    {
        Shape = selection;
        _dense = dense;
        _indices = tensors.Select((t, i) => TensorIndices.For(t, selection, dense[i].shape)).ToArray();
    }

    public ModelSelection Shape { get; }

    public Tensor Read(int index) => _indices[index]?.Gather(_dense[index]) ?? _dense[index];

    public Tensor Dense(int index) => _dense[index];

    public void AddGradient(int index, Tensor gradient)
    {
        if (_indices[index] is not { } indices)
        {
            Gradients.Add(_dense[index], gradient);
            return;
        }
        using var dense = Gradients.Of(_dense[index]);
        indices.ScatterAdd(dense, gradient);
    }

    public void WriteBuffer(int index, Tensor value)
    {
        if (_indices[index] is { } indices) indices.ScatterCopy(_dense[index], value);
        else _dense[index].copy_(value);
    }

    public void Dispose()
    {
        foreach (var indices in _indices) indices?.Dispose();
    }
}
