using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>A network whose forward the test writes next to what it expects of it.</summary>
internal sealed class ScriptedNet : Module<Tensor, Tensor>
{
    private readonly Func<Func<string, Module<Tensor, Tensor>>, Tensor, Tensor> _forward;
    private readonly Dictionary<string, Module<Tensor, Tensor>> _layers;

    public ScriptedNet(
        Func<Func<string, Module<Tensor, Tensor>>, Tensor, Tensor> forward, params (string Name, Module<Tensor, Tensor> Layer)[] layers)
        : base(nameof(ScriptedNet))
    {
        _forward = forward;
        _layers = layers.ToDictionary(l => l.Name, l => l.Layer);
        foreach (var (name, layer) in layers) register_module(name, layer);
        TrainedWeights.Give(this, seed: 5);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _forward(name => _layers[name], input).MoveToOuterDisposeScope();
    }
}
