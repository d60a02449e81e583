using static TorchSharp.torch;

namespace HierKD;

/// <summary>Scales an optimizer's learning rates along a half cosine from where they began to 0.</summary>
internal sealed class CosineDecay(optim.Optimizer optimizer)
{
    private readonly (optim.ILearningRateController Group, double Initial)[] _groups =
        optimizer.ParamGroups.Select(g => (g, g.LearningRate)).ToArray();

    public void Apply(double progress)
    {
        var factor = 0.5 * (1 + Math.Cos(Math.PI * progress));
        foreach (var (group, initial) in _groups) group.LearningRate = initial * factor;
    }
}
