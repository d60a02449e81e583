namespace HierKD.Tests;

/// <summary>Everything of a model that HierKD promises to leave alone: the objects, the bits, the gradients, the flags.</summary>
internal sealed class ModelSnapshot
{
    private readonly nn.Module _model;
    private readonly (string Name, Tensor Tensor, long[] Shape, byte[] Bits, bool RequiresGrad, byte[]? Gradient)[] _tensors;
    private readonly (string Name, nn.Module Module, bool Training)[] _modules;
    private readonly bool _training;

    public ModelSnapshot(nn.Module model)
    {
        _model = model;
        _tensors = Tensors(model)
            .Select(t => (t.Name, t.Tensor, t.Tensor.shape, TensorAssert.Bits(t.Tensor), t.Tensor.requires_grad, Gradient(t.Tensor)))
            .ToArray();
        _modules = model.named_modules().Select(m => (m.name, m.module, m.module.training)).ToArray();
        _training = model.training;
    }

    /// <summary>Fails if anything differs from what it was; gradients are left out where a running session holds them back.</summary>
    public void AssertUnchanged(bool gradients = true)
    {
        Assert.Equal(_tensors.Select(t => t.Name), Tensors(_model).Select(t => t.Name));
        foreach (var ((name, tensor, shape, bits, requiresGrad, gradient), now) in _tensors.Zip(Tensors(_model)))
        {
            Assert.Same(tensor, now.Tensor);
            Assert.Equal(shape, now.Tensor.shape);
            Assert.True(bits.AsSpan().SequenceEqual(TensorAssert.Bits(now.Tensor)), $"{name} has other bits");
            Assert.True(requiresGrad == now.Tensor.requires_grad, $"{name}: requires_grad is now {now.Tensor.requires_grad}");
            if (gradients) Assert.True((gradient ?? []).AsSpan().SequenceEqual(Gradient(now.Tensor) ?? []), $"{name} has another gradient");
        }
        Assert.Equal(_training, _model.training);
        Assert.All(_modules, m => Assert.True(m.Training == m.Module.training, $"{m.Name}: training is now {m.Module.training}"));
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Tensors(nn.Module model) =>
        model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(model.named_buffers().Select(b => (b.name, b.buffer)));

    private static byte[]? Gradient(Tensor tensor)
    {
        using var gradient = tensor.grad;
        return gradient is null ? null : TensorAssert.Bits(gradient);
    }
}
