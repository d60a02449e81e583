using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

/// <summary>A module as a user writes it: children, a parameter, a buffer and a list in fields, registered by reflection.</summary>
internal sealed class SmallNet : Module<Tensor, Tensor>
{
    public readonly Conv2d conv = Conv2d(1, 2, 3, padding: 1);
    public readonly BatchNorm2d norm = BatchNorm2d(2);
    public readonly ModuleList<Module<Tensor, Tensor>> heads = ModuleList<Module<Tensor, Tensor>>(Linear(2, 3), Linear(3, 3));
    public readonly Parameter scale = Parameter(ones(3));
    private readonly Tensor _offset = zeros(3);

    public SmallNet()
        : base(nameof(SmallNet))
    {
        RegisterComponents();
    }

    public Tensor Offset => _offset;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(norm.call(conv.call(input))).mean([2, 3]);
        foreach (var head in heads)
        {
            x = head.call(x);
        }
        return ((x * scale) + _offset).MoveToOuterDisposeScope();
    }
}
