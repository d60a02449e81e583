using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Reliability.Runs;

/// <summary>
/// Convolutions with batch normalisation and a classifier with dropout that is far too large for them: little to compute, and a checkpoint
/// of some megabytes, which takes a while to be written.
/// </summary>
internal sealed class PaddedNet : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <param name="padding">The width of the classifier's layers.</param>
    public PaddedNet(int padding)
        : base(nameof(PaddedNet))
    {
        features = Sequential(
            Conv2d(1, 6, 3, padding: 1), BatchNorm2d(6), ReLU(), MaxPool2d(2), Conv2d(6, 8, 3, padding: 1, bias: false), BatchNorm2d(8),
            ReLU(), MaxPool2d(2));
        classifier = Sequential(
            Linear(8 * 2 * 2, padding), ReLU(), Dropout(0.3), Linear(padding, padding), ReLU(), Linear(padding, 4));
        RegisterComponents();
    }

    /// <summary>From <c>[N, 1, 8, 8]</c> to <c>[N, 4]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).flatten(1)).MoveToOuterDisposeScope();
    }
}
