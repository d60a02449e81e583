using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// ShuffleNetV2's unit. With stride 1 one half of the channels passes as it is and the other through convolutions; with stride 2 both
/// branches see all channels. The branches' outputs are concatenated and interleaved, so that the next unit's halves hold channels of both.
/// </summary>
internal sealed class ShuffleUnit : Module<Tensor, Tensor>
{
    private readonly Sequential branch1;
    private readonly Sequential branch2;
    private readonly bool _splits;

    public ShuffleUnit(int inChannels, int outChannels, int stride)
        : base(nameof(ShuffleUnit))
    {
        if (outChannels % 2 != 0) throw new ArgumentException($"{outChannels} channels have no halves.", nameof(outChannels));

        var half = outChannels / 2;
        _splits = stride == 1;
        branch1 = _splits
            ? Sequential()
            : Sequential(
                Depthwise(inChannels, stride), BatchNorm2d(inChannels),
                Conv2d(inChannels, half, kernel_size: 1, bias: false), BatchNorm2d(half), ReLU());
        branch2 = Sequential(
            Conv2d(_splits ? half : inChannels, half, kernel_size: 1, bias: false), BatchNorm2d(half), ReLU(),
            Depthwise(half, stride), BatchNorm2d(half),
            Conv2d(half, half, kernel_size: 1, bias: false), BatchNorm2d(half), ReLU());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (_splits)
        {
            var halves = input.chunk(2, 1);
            return Interleaved(halves[0], branch2.call(halves[1])).MoveToOuterDisposeScope();
        }
        return Interleaved(branch1.call(input), branch2.call(input)).MoveToOuterDisposeScope();
    }

    private static Conv2d Depthwise(int channels, int stride) =>
        Conv2d(channels, channels, kernel_size: 3, stride: stride, padding: 1, groups: channels, bias: false);

    private static Tensor Interleaved(Tensor first, Tensor second)
    {
        var x = cat(new List<Tensor> { first, second }, 1);
        var (samples, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        return x.view(samples, 2, channels / 2, height, width).transpose(1, 2).contiguous().view(samples, channels, height, width);
    }
}
