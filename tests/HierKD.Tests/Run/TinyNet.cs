using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.Run;

/// <summary>
/// Convolutions with batch normalisation, two linear layers; 30 removable filters (10, 8 and 12), since the first layer keeps its own.
/// </summary>
public sealed class TinyNet : Module<Tensor, Tensor>
{
    public const int RemovableFilters = 30;

    private readonly Sequential features;
    private readonly Sequential classifier;

    public TinyNet(int outputs = Patterns.Classes, double dropout = 0)
        : base(nameof(TinyNet))
    {
        features = Sequential(
            Conv2d(1, 6, 3, padding: 1), BatchNorm2d(6), ReLU(), MaxPool2d(2),
            Conv2d(6, 10, 3, padding: 1, bias: false), BatchNorm2d(10), ReLU(),
            Conv2d(10, 8, 3, padding: 1), BatchNorm2d(8), ReLU(), MaxPool2d(2));
        classifier = Sequential(Linear(8 * 2 * 2, 12), ReLU(), Dropout(dropout), Linear(12, outputs));
        RegisterComponents();
    }

    /// <summary>From <c>[N, 1, 8, 8]</c> to <c>[N, outputs]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>A network with the same weights for the same seed.</summary>
    public static TinyNet Seeded(int seed = 1, int outputs = Patterns.Classes, double dropout = 0)
    {
        manual_seed(seed);
        return new TinyNet(outputs, dropout);
    }
}
