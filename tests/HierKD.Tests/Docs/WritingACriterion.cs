#region loudness
using HierKD;
using static TorchSharp.torch;

#endregion
namespace Readme;

#region loudness
/// <summary>How loud a filter is where it is read: the root mean square of its activations.</summary>
public sealed class Loudness : ISaliencyScorer
{
    public bool NeedsActivations => true;

    public Tensor Score(FilterGroup group, LevelStep step) =>
        step.Activations(group)                                           // what each layer reads of the filters
            .Select(read => read.Values.square().mean([1L]))              // [F, n] -> [F]
            .Aggregate((a, b) => a + b)
            .sqrt();
}
#endregion
