using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>The tensors that operators read and that do not depend on the input; disposing this frees the copies.</summary>
internal sealed class ModelConstants : IDisposable
{
    private readonly Dictionary<nint, List<(string Name, Tensor Tensor)>> _named = [];
    private readonly IReadOnlySet<nint> _storages;
    private readonly List<Tensor> _copies = [];

    public ModelConstants(nn.Module model, IReadOnlySet<nint> storages, ScalarTable scalars)
    {
        _storages = storages;
        Scalars = scalars;
        foreach (var (name, tensor) in model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))
            .Concat(model.named_buffers().Select(b => (b.name, b.buffer))))
        {
            if (tensor is null || tensor.IsInvalid || tensor.numel() == 0) continue;
            var data = new NativeTensor(tensor.Handle).Data;
            if (!_named.TryGetValue(data, out var same)) _named.Add(data, same = []);
            same.Add((name, tensor));
        }
    }

    public ScalarTable Scalars { get; }

    /// <summary>Whether a tensor shares its storage with one that the model holds.</summary>
    public bool IsOfModel(nint handle)
    {
        var tensor = new NativeTensor(handle);
        return tensor.Data != 0 && _storages.Contains(tensor.Storage);
    }

    /// <summary>Reads a tensor as it is now. Weights are not copied: the model's own tensor stands for them.</summary>
    public TracedConstant Read(nint handle, string? source)
    {
        var native = new NativeTensor(handle);
        if (native.IsSparse)
        {
            throw new OnnxExportException("An operator takes a sparse tensor, which a file cannot hold. Keep it as to_dense() gives it.");
        }
        if (_named.TryGetValue(native.Data, out var same))
        {
            foreach (var (name, tensor) in same)
            {
                var weight = new NativeTensor(tensor.Handle);
                if (weight.Type == native.Type && weight.Shape.SequenceEqual(native.Shape) && weight.Strides.SequenceEqual(native.Strides))
                {
                    return new TracedConstant(name, tensor, null);
                }
            }
        }
        var copy = Tensor.UnsafeCreateTensor(NativeTensor.Clone(handle)).DetachFromDisposeScope();
        _copies.Add(copy);
        return new TracedConstant(null, copy, source);
    }

    public void Dispose()
    {
        foreach (var copy in _copies) copy.Dispose();
    }
}
