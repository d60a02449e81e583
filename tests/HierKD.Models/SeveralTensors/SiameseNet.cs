using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.SeveralTensors;

/// <summary>Says of two images whether they show the same: one network looks at both, a small head compares what it saw.</summary>
public sealed class SiameseNet : Module<Tensor, Tensor, Tensor>
{
    private readonly Sequential eye;
    private readonly Linear first;
    private readonly Linear second;

    /// <summary>A network for pairs of images.</summary>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="width">The channels of the first stage; each next one has twice as many.</param>
    /// <param name="stages">The number of stages, each of which halves the map.</param>
    public SiameseNet(int channels = 1, int width = 16, int stages = 3)
        : base(nameof(SiameseNet))
    {
        eye = Sequential([.. Enumerable.Range(0, stages).SelectMany(i => Stage(i, i == 0 ? channels : width << (i - 1), width << i))]);
        var features = width << (stages - 1);
        first = Linear(features, features);
        second = Linear(features, 1);
        RegisterComponents();
    }

    /// <summary>From two batches of images, <c>[N, channels, H, W]</c> each, to logits <c>[N, 1]</c>.</summary>
    public override Tensor forward(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        var difference = (See(left) - See(right)).abs();
        return scope.MoveToOuter(second.call(functional.relu(first.call(difference))));
    }

    private Tensor See(Tensor images) => eye.call(images).mean([2, 3]);

    private static IEnumerable<(string, Module<Tensor, Tensor>)> Stage(int index, int from, int to) =>
    [
        ($"conv{index}", Conv2d(from, to, 3, padding: 1, bias: false)), ($"norm{index}", BatchNorm2d(to)), ($"relu{index}", ReLU()),
        ($"pool{index}", MaxPool2d(2)),
    ];
}
