using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Times training steps of the user's own values in several ways to compute, and takes the fastest. Candidates take turns, so that a
/// drifting machine slows all of them alike. Nothing of it stays: buffers, gradients and random numbers are as before.
/// </summary>
internal sealed class ComputationTrial(WorkingModel working, TimeProvider clock, CancellationToken cancellation = default)
{
    /// <summary>Wrong outputs show on few samples.</summary>
    private const int ComparedSamples = 8;

    private const int MostRounds = 9;

    /// <summary>As many rounds as quartiles need, if they take no longer than <see cref="Enough"/>.</summary>
    private const int WantedRounds = 3;

    /// <summary>The default is given up for something that pays.</summary>
    private const double Worthwhile = 0.9;

    /// <summary>What takes so many times as long as the fastest is not timed again.</summary>
    private const double FarBehind = 2;

    /// <summary>Where even a comparison takes long, what takes so many times as long as the default is not timed at all.</summary>
    private const double HopelesslyBehind = 3;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2), Wanted = TimeSpan.FromSeconds(20), Enough = TimeSpan.FromSeconds(60);

    private TimeSpan _compared;

    /// <param name="candidates">The ways to compute, the default first, and those that are closer to it before the others.</param>
    /// <param name="inputs">A training batch's, on the model's device.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ComputationChoice Choose(IReadOnlyList<Computation> candidates, IReadOnlyList<Tensor> inputs)
    {
        using var random = new RandomState();
        using var scope = NewDisposeScope();
        var entries = candidates.Select(candidate => new Entry(candidate)).ToArray();
        LeaveOutWrong(entries, inputs);
        if (entries[0].LeftOut is { } reason) return Choice(entries[..1], entries[0], $"the default could not be timed: {reason}");
        WarmUp(entries, inputs);
        LeaveOutFarBehind(entries);
        Time(entries.Where(entry => entry.LeftOut is null).ToArray(), inputs);
        var best = entries[0];
        foreach (var entry in entries.Skip(1).Where(e => e.LeftOut is null))
        {
            if (Ratio(entry, best) is { High: < 1, Median: <= Worthwhile }) best = entry;
        }
        return Choice(entries, best, best == entries[0]
            ? "nothing else is faster by a tenth and beyond the spread of the steps"
            : FormattableString.Invariant(
                $"a step takes {Ratio(best, entries[0]).Median:0.00} times as long as the default's, beyond the spread of the steps"));

        ComputationChoice Choice(Entry[] tried, Entry taken, string why) => new(
            taken.Computation.Format, taken.Computation.Precision,
            [.. tried.Select(e => new ComputationCandidate(
                e.Computation.Format, e.Computation.Precision, e.Times.Count > 0 ? e.Step(inputs) : null, e.LeftOut))],
            why);
    }

    /// <summary>Computes every candidate for the first time.</summary>
    private void LeaveOutWrong(Entry[] entries, IReadOnlyList<Tensor> inputs)
    {
        using var expected = new ComputationAnswer();
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            entry.LeftOut = SameAs(entry, entries, inputs) ?? Refusal(entry, entry == entries[0], inputs, expected);
            if (entries[0].LeftOut is not null) return;
        }
    }

    /// <summary>Not every model has feature maps, or computes in another type than bfloat16.</summary>
    private string? SameAs(Entry entry, IEnumerable<Entry> entries, IReadOnlyList<Tensor> inputs)
    {
        var same = entries.TakeWhile(e => e != entry).FirstOrDefault(e => Effect(e) == Effect(entry));
        return same is null ? null
            : $"for this model it is the same as '{ComputationText.Name(same.Computation.Format, same.Computation.Precision)}'";

        Computation Effect(Entry of) => of.Computation.EffectOn(working.Tensors, inputs);
    }

    /// <summary>Computes a candidate for the first time.</summary>
    /// <returns>Why it is left out; <see langword="null"/> if it is not.</returns>
    private string? Refusal(Entry entry, bool isDefault, IReadOnlyList<Tensor> inputs, ComputationAnswer expected)
    {
        try
        {
            if (Compare(entry, isDefault, inputs, expected) is { } reason) return reason;
            entry.First = Step(entry.Computation, inputs, requireFinite: true);
            return null;
        }
        catch (Exception failure) when (failure is ExternalException)
        {
            return $"libtorch cannot compute it: {NativeMessage.Of(failure)}";
        }
        // A default that cannot be computed will be told by the training. What users' own code throws in a type or an order that it does
        // not know speaks of the candidate alone.
        catch (Exception failure) when (isDefault
            ? failure is ArgumentException or InvalidOperationException
            : failure is not OperationCanceledException)
        {
            return $"it cannot be computed: {NativeMessage.Of(failure)}";
        }
    }

    /// <summary>Compares a candidate with the default on few samples, which shows as well what is not worth a whole step.</summary>
    private string? Compare(Entry entry, bool isDefault, IReadOnlyList<Tensor> inputs, ComputationAnswer expected)
    {
        var few = ModelInputs.Few(inputs, ComparedSamples);
        var start = clock.GetTimestamp();
        if (isDefault) expected.Take(working, entry.Computation, few);
        else if (expected.Difference(working, entry.Computation, few) is { } difference) return difference;
        var taken = clock.GetElapsedTime(start);
        if (isDefault) _compared = taken;
        return taken <= Short || taken <= HopelesslyBehind * _compared
            ? null
            : FormattableString.Invariant(
                $"{ModelInputs.Samples(few)} samples took {taken.TotalMilliseconds:0} ms, {taken / _compared:0.0} times as long as the ") +
              "default";
    }

    /// <summary>First steps make kernels and caches ready, which counts where steps are short.</summary>
    private void WarmUp(Entry[] entries, IReadOnlyList<Tensor> inputs)
    {
        var tried = entries.Where(e => e.LeftOut is null).ToArray();
        if (tried.Length < 2 || tried.Sum(e => e.First) > Short.TotalMilliseconds) return;
        foreach (var entry in tried)
        {
            cancellation.ThrowIfCancellationRequested();
            entry.First = Step(entry.Computation, inputs);
        }
    }

    private static void LeaveOutFarBehind(Entry[] entries)
    {
        var fastest = entries.Where(e => e.LeftOut is null).Min(e => e.First);
        foreach (var entry in entries.Skip(1).Where(e => e.LeftOut is null && e.First > FarBehind * fastest))
        {
            entry.LeftOut = FormattableString.Invariant(
                $"a step took {entry.First:0} ms, {entry.First / fastest:0.0} times as long as the fastest");
        }
    }

    private void Time(Entry[] timed, IReadOnlyList<Tensor> inputs)
    {
        if (timed.Length < 2)
        {
            timed[0].Times.Add(timed[0].First);
            return;
        }
        var start = clock.GetTimestamp();
        for (var round = 1; round <= MostRounds; round++)
        {
            foreach (var entry in timed)
            {
                cancellation.ThrowIfCancellationRequested();
                entry.Times.Add(Step(entry.Computation, inputs));
            }
            var taken = clock.GetElapsedTime(start);
            if (taken >= Enough || (taken >= Wanted && round >= WantedRounds)) return;
        }
    }

    /// <summary>A step, in milliseconds.</summary>
    private double Step(Computation computation, IReadOnlyList<Tensor> inputs, bool requireFinite = false) =>
        working.Try(computation, training: true, () =>
        {
            using var scope = NewDisposeScope();
            var start = clock.GetTimestamp();
            var loss = ComputationAnswer.Loss(working.Call(inputs));
            if (loss.requires_grad) loss.backward();
            // Reading a number waits for a GPU to finish.
            var value = loss.ToDouble();
            var time = clock.GetElapsedTime(start).TotalMilliseconds;
            if (!requireFinite || (double.IsFinite(value) && working.NotFiniteGradient() is null)) return time;
            throw new InvalidOperationException("the step's outputs or gradients are not finite");
        });

    /// <summary>The steps of one beside those of another in the same rounds.</summary>
    private static (double Median, double High) Ratio(Entry entry, Entry other)
    {
        var ratios = Latency.Of([.. entry.Times.Zip(other.Times, (a, b) => a == b ? 1 : a / Math.Max(b, double.Epsilon))], batchSize: 1);
        return (ratios.MedianMilliseconds, ratios.HighMilliseconds);
    }

    private sealed class Entry(Computation computation)
    {
        public Computation Computation => computation;

        public string? LeftOut { get; set; }

        /// <summary>What the first step took, in milliseconds.</summary>
        public double First { get; set; }

        public List<double> Times { get; } = [];

        public Latency Step(IReadOnlyList<Tensor> inputs) => Latency.Of(Times, Math.Max(1, ModelInputs.Samples(inputs)));
    }
}
