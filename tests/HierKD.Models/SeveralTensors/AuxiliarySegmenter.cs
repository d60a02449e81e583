using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.SeveralTensors;

/// <summary>
/// A segmentation network with an auxiliary head on a map half-way, which is there for training alone: in evaluation mode the network
/// gives a single map, and the name of each map beside it.
/// </summary>
public sealed class AuxiliarySegmenter : Module<Tensor, Dictionary<string, Tensor>>
{
    private readonly Sequential stem;
    private readonly Sequential body;
    private readonly Conv2d head;
    private readonly Conv2d auxiliary;

    /// <summary>A network for images of three channels.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The channels of the first half; the second has twice as many.</param>
    public AuxiliarySegmenter(int classes = 4, int width = 8)
        : base(nameof(AuxiliarySegmenter))
    {
        stem = Half("stem", 3, width);
        body = Half("body", width, 2 * width);
        head = Conv2d(2 * width, classes, 1);
        auxiliary = Conv2d(width, classes, 1);
        RegisterComponents();
    }

    /// <summary>
    /// From images <c>[N, 3, H, W]</c> to <c>out</c> and, in training mode, <c>aux</c>: logits <c>[N, classes, H, W]</c>.
    /// </summary>
    public override Dictionary<string, Tensor> forward(Tensor images)
    {
        var early = stem.call(images);
        var maps = new Dictionary<string, Tensor> { ["out"] = head.call(body.call(early)) };
        if (training) maps["aux"] = auxiliary.call(early);
        return maps;
    }

    private static Sequential Half(string name, int from, int to) => Sequential(
        ($"{name}_conv", Conv2d(from, to, 3, padding: 1, bias: false)), ($"{name}_norm", BatchNorm2d(to)), ($"{name}_relu", ReLU()));
}
