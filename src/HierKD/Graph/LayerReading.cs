using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What a layer read in one call, of the channels that stay: for each a sum over its positions, with weights that no two positions share.
/// Outputs alone would not tell: a dead rectifier, a scale that is still zero or a normalisation of two channels hides what is wrong before
/// it.
/// </summary>
/// <param name="Layer">The layer's path.</param>
/// <param name="Positions">The lengths of the other axes.</param>
/// <param name="Sums">The sum of each channel.</param>
/// <param name="Sizes">The mean size of each channel's values.</param>
/// <param name="Scale">The largest value read.</param>
/// <param name="IsConstant">Whether all values are the same.</param>
/// <param name="Type">The type that they were handed on in.</param>
internal sealed record LayerReading(
    string Layer, long[] Positions, double[] Sums, double[] Sizes, double Scale, bool IsConstant, ScalarType Type)
{
    /// <summary>The reading of a layer's input; <see langword="null"/> if the layer reads no channels.</summary>
    /// <param name="watched">The layer.</param>
    /// <param name="input">What goes in.</param>
    /// <param name="type">The type that it came in.</param>
    /// <param name="masked">Which channels stay, if the input has all; <see langword="null"/> if it has these only.</param>
    public static LayerReading? Of(WatchedLayer watched, Tensor input, ScalarType type, ModelSelection? masked)
    {
        if (watched.Reads is not { } reads) return null;
        using var scope = NewDisposeScope();
        var axis = watched.Layer.ChannelAxis((int)input.dim());
        var kept = masked?[watched.Layer.Name];
        var channels = reads.Side == ChannelSide.Inputs ? kept?.Inputs : kept?.Outputs;
        var rows = (channels is null ? input : input.index_select(axis, tensor(channels, device: input.device)))
            .transpose(0, axis)
            .flatten(1);
        var weights = arange(1, rows.shape[1] + 1, dtype: rows.dtype, device: rows.device).cos() / rows.shape[1];
        var sums = rows.matmul(weights).to(ScalarType.Float64).cpu().data<double>().ToArray();
        var sizes = rows.abs().mean([1]).to(ScalarType.Float64).cpu().data<double>().ToArray();
        var (least, most) = (rows.min().ToDouble(), rows.max().ToDouble());
        return new LayerReading(
            watched.Layer.Name, [.. input.shape.Where((_, a) => a != axis)], sums, sizes, Math.Max(Math.Abs(least), Math.Abs(most)),
            least == most, type);
    }

    /// <summary>
    /// Whether two readings are the same but for rounding; taken for the same if the other axes differ, as they do where the channels of
    /// another layer lie along them.
    /// </summary>
    public bool Agrees(LayerReading other, TrialTolerance tolerance)
    {
        if (!Positions.SequenceEqual(other.Positions)) return true;
        var differences = Sums.Zip(other.Sums, (a, b) => Math.Abs(a - b)).ToArray();
        if (double.IsPositiveInfinity(tolerance.Overall)) return differences.All(d => d <= tolerance.Single * Scale);
        // Each channel by its own size: a large one is not to hide what happens to a small one.
        var relative = Sums.Zip(Sizes, (sum, size) => size == 0 ? 0 : Math.Abs(sum) / size).Average();
        var changes = differences.Zip(Sizes, (d, size) => d == 0 ? 0 : d / size).ToArray();
        // A few values of a channel that were rounded the other way.
        var rounded = tolerance.Single * 4 / Positions.Aggregate(1L, (a, b) => a * b);
        return changes.Average() <= tolerance.Overall * relative && changes.All(c => c <= 4 * tolerance.Overall * relative + rounded);
    }
}
