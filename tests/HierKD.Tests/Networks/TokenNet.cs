using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Linear layers over the last axis of <c>[N, T, C]</c>: a linear layer that is applied at several positions.</summary>
internal sealed class TokenNet : Module<Tensor, Tensor>
{
    private readonly Sequential layers = Sequential(Linear(3, 6), Tanh(), Linear(6, 5, hasBias: false), Sigmoid(), Linear(5, 4));

    public TokenNet()
        : base(nameof(TokenNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return layers.call(input).mean([1]).MoveToOuterDisposeScope();
    }
}
