#pragma warning disable CA1050 // As somebody writes it in a program of her own.
#region network
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>A network with a connection past its blocks, and a constructor with an argument.</summary>
public sealed class MyNet : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly Conv2d block;
    private readonly Linear head;

    public MyNet(int classes)
        : base(nameof(MyNet))
    {
        stem = Conv2d(3, 16, 3, padding: 1);
        block = Conv2d(16, 16, 3, padding: 1);
        head = Linear(16, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = stem.call(input).relu();
        x = x + block.call(x).relu();
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
#endregion
