using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace CustomSaliency;

/// <summary>
/// A criterion of activations: how much a filter varies where it is read, times the norm of the weights that read it. A filter that gives
/// the same everywhere says nothing, however large it is; what reads it can do with a constant.
/// </summary>
public sealed class ReadVariation : ISaliencyScorer
{
    /// <inheritdoc/>
    public bool NeedsActivations => true;                                 // the session keeps what the consumers read

    /// <inheritdoc/>
    public Tensor Score(FilterGroup group, LevelStep step) =>
        step.Activations(group).Join(step.Consumers(group), read => read.Layer, reader => reader.Layer, (read, reader) =>
                Deviation(read.Values) * reader.Weight.square().sum(1).sqrt())   // [F, n], all that a layer reads of each filter -> [F]
            .Aggregate((a, b) => a + b);

    private static Tensor Deviation(Tensor values) => (values - values.mean([1L], keepdim: true)).square().mean([1L]).sqrt();
}
