using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.SeveralTensors;

/// <summary>
/// A one-stage detector in the style of YOLO: a backbone of stages that each halve the map, and a head on each of the last three, which
/// gives a box, an objectness and class logits for every place. It answers with a list of maps.
/// </summary>
public sealed class Detector : Module<Tensor, IReadOnlyList<Tensor>>
{
    /// <summary>The channels of a head's box: centre, width and height.</summary>
    public const int Box = 4;

    private readonly ModuleList<Module<Tensor, Tensor>> stages;
    private readonly ModuleList<Module<Tensor, Tensor>> heads;
    private readonly ModuleList<Module<Tensor, Tensor>> laterals;

    /// <summary>A detector for images of three channels.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The channels of the first stage; each next one has twice as many.</param>
    public Detector(int classes = 3, int width = 8)
        : base(nameof(Detector))
    {
        stages = new([.. Enumerable.Range(0, 4).Select(i => Stage(i == 0 ? 3 : width << (i - 1), width << i))]);
        laterals = new([.. Enumerable.Range(1, 2).Select(i => (Module<Tensor, Tensor>)Conv2d(width << (i + 1), width << i, 1))]);
        heads = new([.. Enumerable.Range(1, 3).Select(i => (Module<Tensor, Tensor>)Conv2d(width << i, Box + 1 + classes, 1))]);
        RegisterComponents();
    }

    /// <summary>
    /// From images <c>[N, 3, H, W]</c> to three maps <c>[N, 5 + classes, H / s, W / s]</c> for s = 4, 8, 16.
    /// </summary>
    public override IReadOnlyList<Tensor> forward(Tensor images)
    {
        var x = images;
        var maps = stages.Select(stage => x = stage.call(x)).ToArray();
        // From the coarse map down: what is seen there helps the finer ones.
        for (var i = 2; i >= 1; i--)
        {
            maps[i] = maps[i] + functional.interpolate(laterals[i - 1].call(maps[i + 1]), scale_factor: [2, 2]);
        }
        return [.. heads.Select((head, i) => head.call(maps[i + 1]))];
    }

    private static Sequential Stage(int from, int to) => Sequential(
        ("conv", Conv2d(from, to, 3, stride: 2, padding: 1, bias: false)), ("norm", BatchNorm2d(to)), ("relu", ReLU()));
}
