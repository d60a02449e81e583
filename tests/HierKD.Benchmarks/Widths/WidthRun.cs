using HierKD.Benchmarks.Report;
using HierKD.Benchmarks.Workloads;
using HierKD.Samples;

namespace HierKD.Benchmarks.Widths;

/// <summary>Times students of one mask with the pruner's widths, rounded ones, and those that were chosen by time.</summary>
internal static class WidthRun
{
    private const string Program = "dotnet run --project tests/HierKD.Benchmarks -c Release";
    private const int Least = 2;
    private const int Multiple = 8;
    private static readonly string[] Default = ["vgg16", "resnet56"];
    private static readonly TimedWidths Options = new();

    public static int Run(WidthSettings settings)
    {
        set_num_threads(settings.Threads);
        foreach (var network in settings.Networks.Count == 0 ? Default : settings.Networks)
        {
            foreach (var keep in settings.Keep)
            {
                var row = Compare(network, keep, settings);
                foreach (var student in row.Students) Console.WriteLine($"{network}, {keep} %: {WidthPage.Line(row, student)}");
                var rows = ResultRows.Load<WidthRow>(settings.Results);
                rows.RemoveAll(r => Place(r) == Place(row));
                rows.Add(row);
                rows.Sort((a, b) => (a.From.Machine, a.Batch, a.From.Threads, b.Network, b.Keep)
                    .CompareTo((b.From.Machine, b.Batch, b.From.Threads, a.Network, a.Keep)));
                ResultRows.Save(settings.Results, rows, WidthPage.Of);
            }
        }
        return 0;
    }

    private static (string, string, string, int, int, int) Place(WidthRow row) =>
        (row.From.Machine, row.From.Device, row.Network, row.Keep, row.Batch, row.From.Threads);

    private static WidthRow Compare(string network, int keep, WidthSettings settings)
    {
        manual_seed(1);
        var device = new Device(settings.Device);
        using var model = Networks.Make(network).to(device);
        model.train();
        using var batch = new Workloads.TrainingBatch(settings.Batch, device);
        var options = new SessionOptions { Chain = TeacherChain.Explicit(1 - keep / 100.0).Of(Measure.MultiplyAdds) };
        using var session = HierarchicalPruner.Start(model, batch.X, options);
        session.ScoreOriginal(batch.X, batch.Y);
        session.UpdateMasks();
        var unrounded = session.Student.Mask;
        var rounded = Rounded(session, batch.X, options with { Pruner = Pruner.Rounded(options.Pruner, Multiple) });
        var choice = session.TimeWidths(batch.X, Options)[0];
        Console.WriteLine(choice);
        List<(string, FilterMask)> students =
            [("the pruner's", unrounded), ("TimedWidths", session.Student.Mask)];
        if (rounded is not null) students.Insert(1, ($"rounded to {Multiple}", rounded));
        WidthBound? bound = null;
        if (ExhaustiveWidths.Applies(session.Graph))
        {
            (bound, var best) = Exhaustive(session, unrounded, batch.X);
            students.Add(("best of all widths", best));
        }
        var (whole, timed) = Times(session, students, batch.X, settings.Rounds);
        return new WidthRow(
            network, keep, settings.Batch, whole, timed, bound,
            FormattableString.Invariant($"{Program} -- widths {network} --keep {keep} ") +
            FormattableString.Invariant($"--batch {settings.Batch} --threads {settings.Threads}"),
            DateTime.UtcNow, Provenance.Of(settings.Threads, settings.Device));
    }

    /// <summary>The student with rounded widths; <see langword="null"/> where they leave too much.</summary>
    private static FilterMask? Rounded(PruningSession session, Tensor input, SessionOptions options)
    {
        using var masks = new LevelMasks(session.Working, session.Original, [input], options);
        try
        {
            masks.RequireReachable(options);
        }
        catch (ArgumentException)
        {
            return null;
        }
        return masks.Select(session.Levels, fraction: 1)[0];
    }

    /// <summary>Times every layer at every width that a group may have.</summary>
    private static (WidthBound Bound, FilterMask Best) Exhaustive(PruningSession session, FilterMask chosen, Tensor input)
    {
        var graph = session.Graph;
        var scores = session.Student.Scores.ForSelection(session.Original.Mask);
        int[] widths = [.. graph.Groups.Select(g => chosen.KeptFilters(g).Length)];
        int[][] candidates =
        [
            .. graph.Groups.Select(g => WidthCandidates.Range(Least, widths[g.Index], g.Filters)).Select((range, _) =>
                Enumerable.Range(range.Low, range.High - range.Low + 1).ToArray())
        ];
        var timer = new LayerTimer(session.Working, TimeProvider.System, TimeSpan.FromHours(1), default);
        var times = new WidthTimes(graph, LayerCalls.Of(session.Working, graph.Layers, [input]), timer.Of);
        var budget = new WidthBudget(
            times, Measure.MultiplyAdds, widths, spare: 0, WidthTiming.Worth(scores, chosen), Options.Tolerance);
        var exhaustive = new ExhaustiveWidths(times, budget, widths, candidates);
        exhaustive.Least();
        for (var pass = 1; pass < WidthTiming.Passes; pass++) timer.TimeAgain();
        times.Forget();
        var best = exhaustive.Best();
        int[] ours = [.. graph.Groups.Select(g => session.Student.Mask.KeptFilters(g).Length)];
        return (
            new WidthBound(times.Of(ours)!.Value, times.Of(best)!.Value, exhaustive.Least()),
            FilterMask.Of(graph, graph.Groups.Select(g => StrongestFilters.Of(scores, g, chosen, best[g.Index]))));
    }

    private static (WidthStudent Whole, IReadOnlyList<WidthStudent> Students) Times(
        PruningSession session, IReadOnlyList<(string Widths, FilterMask Mask)> students, Tensor input, int rounds)
    {
        using var scope = NewDisposeScope();
        var working = session.Working;
        var dense = working.Tensors.Select((_, i) => working.Own.Dense(i)).ToArray();
        var cut = students.Select(s => CutLevel.From("timed", working, dense, s.Mask)).ToArray();
        var times = LatencyMeter.Times(
            working, [working.Own, .. cut.Select(c => c.Weights)], [input], TimeProvider.System, rounds, warmUps: 3, default);
        foreach (var level in cut) level.Dispose();
        return (
            Student("whole", FilterMask.Full(session.Graph), times[0]),
            [.. students.Select((s, i) => Student(s.Widths, s.Mask, times[i + 1]))]);

        WidthStudent Student(string widths, FilterMask mask, IReadOnlyList<double> own) => new(
            widths, session.Graph.Cost.MultiplyAdds(mask), Latency.Of(own, input.shape[0]), Ratio(own, times[0]), Ratio(own, times[1]));

        static Quartiles Ratio(IReadOnlyList<double> own, IReadOnlyList<double> other) =>
            Quartiles.Of([.. own.Zip(other, (a, b) => a / b)]);
    }
}
