using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// One way to fill a trial with values that say something whatever the example is: what layers give is replaced by values that differ from
/// channel to channel and from place to place, and so are the input and the tensors of the model's own. A coupling between channels then
/// shows where the next layer reads, even if the example is of zeros or a layer is dead on it.
/// </summary>
/// <param name="shapes">The shapes of what goes through the model.</param>
/// <param name="outputs">What takes its place.</param>
/// <param name="forward">Runs the model.</param>
/// <param name="seed">Other values for another seed.</param>
/// <param name="scale">How many times the deviation of what layers give on the example.</param>
/// <param name="ownParameters">Whether parameters of the model's own are replaced as well.</param>
internal sealed class TrialVariation(
    CallShapes shapes, RandomOutputs outputs, Func<Tensor[]> forward, int seed, double scale, bool ownParameters)
{
    /// <summary>
    /// Calls whose input has other positions in the smaller model, because other channels lie along them: they are computed, in both forms.
    /// </summary>
    private readonly HashSet<(ModuleLayer, int)> _computed = [];

    /// <summary>Runs the model.</summary>
    public Func<Tensor[]> Forward => forward;

    /// <summary>Whether parameters of the model's own are replaced as well.</summary>
    public bool OwnParameters => ownParameters;

    /// <summary>What a call gives in the smaller model.</summary>
    /// <param name="watched">The layer.</param>
    /// <param name="call">Which call of the layer it is.</param>
    /// <param name="input">The shape of its input.</param>
    /// <param name="kept">The channels that it has.</param>
    /// <returns><see langword="null"/> if it has to be computed.</returns>
    public Tensor? Slim(WatchedLayer watched, int call, ReadOnlySpan<long> input, long[]? kept)
    {
        if (Find(watched, call, input) is not { } whole)
        {
            _computed.Add((watched.Layer, call));
            return null;
        }
        // Under another mask it may have been computed.
        _computed.Remove((watched.Layer, call));
        return kept is null
            ? whole
            : whole.index_select(watched.Layer.ChannelAxis((int)whole.dim()), tensor(kept, device: whole.device));
    }

    /// <summary>The same in the whole model, where <see cref="Slim"/> has run before.</summary>
    public Tensor? Masked(WatchedLayer watched, int call, ReadOnlySpan<long> input, long[]? kept)
    {
        if (_computed.Contains((watched.Layer, call)) || Find(watched, call, input) is not { } whole) return null;
        return watched.Layer.NormalizesAcrossChannels && kept is not null ? Only(kept, whole, watched.Layer) : whole;
    }

    /// <summary>The value of a parameter of the model's own.</summary>
    public Tensor Own(Tensor value, int index) => PseudoRandom.LikeParameter(value, seed * 100_003 + index);

    private Tensor? Find(WatchedLayer watched, int call, ReadOnlySpan<long> input)
    {
        var position = shapes.PositionOf(watched, call);
        if (position < 0 || !SamePositions(watched, shapes.Calls[position].Input, input)) return null;
        return outputs.Of(position, seed, scale);
    }

    private static bool SamePositions(WatchedLayer watched, ReadOnlySpan<long> one, ReadOnlySpan<long> other)
    {
        if (one.Length != other.Length) return false;
        var channels = watched.Reads is null ? -1 : watched.Layer.ChannelAxis(one.Length);
        for (var axis = 0; axis < one.Length; axis++)
        {
            if (axis != channels && one[axis] != other[axis]) return false;
        }
        return true;
    }

    private static Tensor Only(long[] kept, Tensor whole, ModuleLayer layer)
    {
        var (axis, positions) = (layer.ChannelAxis((int)whole.dim()), tensor(kept, device: whole.device));
        return zeros_like(whole).index_copy(axis, positions, whole.index_select(axis, positions));
    }
}
