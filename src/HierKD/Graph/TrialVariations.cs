using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The variations that a model can be run with, and which channels of its layers' inputs they make vary.</summary>
internal sealed class TrialVariations
{
    // Usual values, larger ones for what cuts off or saturates, and values to overcome large constants.
    private static readonly double[] Scales = [1, 4, 1e3, 1e6, 1e10];

    private readonly Dictionary<string, bool[]> _vary = [];
    private readonly List<TrialVariation> _all = [];

    private TrialVariations()
    {
    }

    /// <summary>Of a trial on the example alone.</summary>
    public static TrialVariations None { get; } = new();

    /// <summary>None if the model gives no finite values but on its example.</summary>
    public IReadOnlyList<TrialVariation> All => _all;

    /// <summary>Whether they replace the input and parameters of the model's own; <see langword="null"/> if there are none.</summary>
    public (bool Input, bool Own)? Kind { get; private set; }

    /// <param name="model">The model.</param>
    /// <param name="exact">The same with layers that are computed one by one.</param>
    /// <param name="whole">Keeps everything.</param>
    /// <param name="reference">What layers give on the example.</param>
    /// <param name="outputs">What takes its place.</param>
    /// <param name="forward">Runs the model.</param>
    /// <exception cref="ArgumentException">Two runs on the same values differ.</exception>
    public static TrialVariations Find(
        WatchedModel model, ExactForward exact, FilterMask whole, ReferenceForward reference, RandomOutputs outputs, ModelForward forward)
    {
        var found = new TrialVariations();
        using var scope = NewDisposeScope();
        // An input or a parameter may have to be of a kind that random values are not.
        foreach (var (input, own) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            var tried = Scales.Select((scale, i) => new TrialVariation(
                reference.Shapes, outputs, Forward(forward, input, reference.IsBatched, i), i + 1, scale, own)).ToArray();
            if (!found.Take(model, exact, whole, tried)) continue;
            found.Kind = (input, own);
            return found;
        }
        foreach (var reading in exact.Masked(whole).Readings) found.Note(reading.Layer, reading.Sums.Select(_ => !reading.IsConstant));
        return found;
    }

    /// <summary>The first of a kind, on one sample of another size.</summary>
    /// <param name="kind">What <see cref="Kind"/> says.</param>
    /// <param name="forward">Runs the model.</param>
    /// <param name="shapes">What goes through it.</param>
    /// <param name="outputs">What takes its place.</param>
    public static TrialVariation First((bool Input, bool Own) kind, ModelForward forward, CallShapes shapes, RandomOutputs outputs) =>
        new(shapes, outputs, Forward(forward, kind.Input, one: true, seed: 0), seed: 1, Scales[0], kind.Own);

    private static Func<Tensor[]> Forward(ModelForward forward, bool input, bool one, int seed) =>
        input ? () => forward.RunRandom(one, seed) : one ? () => forward.RunFirst(1) : forward.Run;

    /// <summary>The layer that reads the same of a group's channels whatever they are; <see langword="null"/> if there is none.</summary>
    public string? Blind(FilterGroup group) => group.Members
        .Where(m => m.Target is ModuleLayer && m.Role != ChannelRole.Producer && _vary.TryGetValue(m.Layer, out var vary)
            && m.Channels.All(c => c < vary.Length && !vary[c]))
        .Select(m => m.Layer)
        .FirstOrDefault();

    private bool Take(WatchedModel model, ExactForward exact, FilterMask whole, TrialVariation[] tried)
    {
        if (Run(0) is not { } first || Run(1) is not { } second) return false;
        ReferenceForward.RequireRepeated(model, first, Run(0));
        _all.AddRange([tried[0], tried[1]]);
        Compare(first, second);
        for (var i = 2; i < tried.Length && _vary.Values.Any(v => v.Contains(false)); i++)
        {
            if (Run(i) is { } larger && Compare(first, larger)) _all.Add(tried[i]);
        }
        return true;

        IReadOnlyList<LayerReading>? Run(int index)
        {
            using var scope = NewDisposeScope();
            try
            {
                var (outputs, readings) = exact.Masked(whole, tried[index]);
                return outputs.All(o => o.isfinite().all().ToBoolean()) && readings.All(r => double.IsFinite(r.Scale)) ? readings : null;
            }
            catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
            {
                return null;
            }
        }
    }

    /// <summary>Notes the channels that differ; whether there were any that did not before.</summary>
    private bool Compare(IReadOnlyList<LayerReading> one, IReadOnlyList<LayerReading> other)
    {
        var news = false;
        foreach (var (a, b) in one.Zip(other))
        {
            var scale = 1e-9 * Math.Max(a.Scale, b.Scale);
            news |= Note(a.Layer, a.Sums.Zip(b.Sums).Select(s => Math.Abs(s.First - s.Second) > scale));
        }
        return news;
    }

    private bool Note(string layer, IEnumerable<bool> varies)
    {
        var own = varies.ToArray();
        var news = false;
        if (!_vary.TryGetValue(layer, out var known)) _vary[layer] = known = new bool[own.Length];
        for (var c = 0; c < own.Length; c++)
        {
            news |= own[c] && !known[c];
            known[c] |= own[c];
        }
        return news;
    }
}
