#region criterion
using HierKD;
using static TorchSharp.torch;

#endregion
namespace Readme;

#region criterion
/// <summary>How much the loss changes, squared, when a filter is switched off (Molchanov et al., CVPR 2019).</summary>
public sealed class SquaredTaylor : ISaliencyScorer
{
    public Tensor Score(FilterGroup group, LevelStep step) =>
        step.Consumers(group)                                             // the layers that read the filters
            .Select(layer => (layer.Weight * layer.Gradient).sum(1))      // [F, n] -> [F]: a row for each filter
            .Aggregate((a, b) => a + b)
            .square();
}
#endregion
