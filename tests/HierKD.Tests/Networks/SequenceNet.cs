using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>
/// One-dimensional convolutions, flattened with four positions for each filter, and normalised linear layers behind them.
/// </summary>
internal sealed class SequenceNet : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential head = Sequential(Linear(6 * 4, 9), BatchNorm1d(9), ReLU(), Linear(9, 4));

    public SequenceNet(double dropout = 0)
        : base(nameof(SequenceNet))
    {
        features = Sequential(
            Conv1d(3, 5, kernel_size: 3, padding: 1), BatchNorm1d(5), ReLU(), Dropout(dropout),
            Conv1d(5, 6, kernel_size: 3, padding: 1, stride: 2, bias: false), BatchNorm1d(6, affine: false), Tanh(), Dropout(dropout));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return head.call(features.call(input).flatten(1)).MoveToOuterDisposeScope();
    }
}
