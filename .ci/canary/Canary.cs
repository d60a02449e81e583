using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD.Canary;

/// <summary>Named and optional arguments, params, extensions, operators, tuple names, generics, constraints, overriding.</summary>
internal sealed class Canary : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv = nn.Conv2d(3, 8, kernel_size: 3, padding: 1L, bias: false);
    private readonly Sequential _rest = nn.Sequential(("relu", nn.ReLU()), ("pool", nn.MaxPool2d(2)));

    public Canary() : base(nameof(Canary)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = _rest.call(_conv.call(input)) * 2 + 1f - input.mean([0L, 2L, 3L], keepdim: true);
        var (values, indices) = hidden.topk(k: 2, dim: 1);
        foreach (var (name, parameter) in named_parameters()) parameter.requires_grad = name.Length > indices.shape.Length;
        foreach (var pair in named_buffers(recurse: true)) Console.WriteLine(pair.name + pair.buffer.item<float>());
        return values[TensorIndex.Slice(0, 1), 0].to(float32).MoveToOuterDisposeScope();
    }

    public static Tensor Loss(Tensor x, Tensor y, Device? device) =>
#if WRONG_NAME
        nn.functional.cross_entropy(x, targets: y);
#else
        nn.functional.cross_entropy(x, target: y) + tensor(1.0, device: device);
#endif
}
