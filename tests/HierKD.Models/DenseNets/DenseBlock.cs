using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// Layers each of which reads the concatenation of the block's input and all outputs before it; what leaves the block is all of them.
/// </summary>
internal sealed class DenseBlock : Module<Tensor, Tensor>
{
    private readonly List<DenseLayer> _layers = [];

    public DenseBlock(int inChannels, int layers, int innerChannels, int growth)
        : base(nameof(DenseBlock))
    {
        for (var i = 0; i < layers; i++)
        {
            _layers.Add(new DenseLayer(inChannels + (i * growth), innerChannels, growth));
            register_module($"denselayer{i + 1}", _layers[i]);
        }
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        List<Tensor> features = [input];
        foreach (var layer in _layers) features.Add(layer.call(cat(features, 1)));
        return cat(features, 1).MoveToOuterDisposeScope();
    }
}
