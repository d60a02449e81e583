namespace HierKD.OnnxSurvey.Latency;

/// <summary>Times one network: whole and pruned, in both engines, all in turn.</summary>
internal static class LatencyMeasurement
{
    /// <summary>The largest difference that rounding may make.</summary>
    private const double Tolerance = 1e-4;

    public static LatencyRow Of(LatencyCase timed, LatencySettings settings)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var example = timed.Network.MakeExample(settings.Seed)[0];
        using var whole = TimedNetwork.Whole(timed.Network, example, settings.Seed);
        var (pruned, multiplyAdds, multiplyAddsPruned) = TimedNetwork.Pruned(timed.Network, example, settings.Seed);
        using var _ = pruned;
        BatchTimes[] times = [.. timed.Batches.Select(batch => Times(timed, whole, pruned, batch, settings))];
        return new LatencyRow
        {
            Network = timed.Name,
            Input = timed.Network.Input,
            Parameters = whole.Parameters,
            ParametersPruned = pruned.Parameters,
            MultiplyAdds = multiplyAdds,
            MultiplyAddsPruned = multiplyAddsPruned,
            Rounds = settings.Rounds,
            SecondsPerTurn = settings.Seconds,
            Batches = times,
            Mistakes = [.. times.SelectMany(Mistakes)],
            Origin = Origin.Of(
                $"latency --only \"{timed.Name}\" --rounds {settings.Rounds} --seconds {settings.Seconds}", settings.Seed),
        };
    }

    private static BatchTimes Times(LatencyCase timed, TimedNetwork whole, TimedNetwork pruned, int batch, LatencySettings settings)
    {
        using var scope = NewDisposeScope();
        var input = timed.Network.MakeInputs(batch, settings.Seed + 1)[0];
        using var wholeFile = new RuntimeRun(whole.File, input);
        using var prunedFile = new RuntimeRun(pruned.File, input);
        double[] differences = [Difference(whole, wholeFile, input), Difference(pruned, prunedFile, input)];
        var times = Turns.Of(
            [() => Forward(whole, input), wholeFile.Run, () => Forward(pruned, input), prunedFile.Run], settings.Rounds, settings.Seconds);
        return new BatchTimes(
            batch,
            new EngineTimes(Quartiles.Of(times[0]), Quartiles.Of(times[1]), Ratio(times[1], times[0]), differences[0]),
            new EngineTimes(Quartiles.Of(times[2]), Quartiles.Of(times[3]), Ratio(times[3], times[2]), differences[1]),
            Ratio(times[0], times[2]), Ratio(times[1], times[3]));
    }

    private static void Forward(TimedNetwork network, Tensor input)
    {
        using var output = network.Model.call(input);
    }

    private static double Difference(TimedNetwork network, RuntimeRun file, Tensor input)
    {
        using var scope = NewDisposeScope();
        var expected = network.Model.call(input);
        return ((file.Output() - expected).abs().max() / expected.abs().max()).ToDouble();
    }

    private static Quartiles Ratio(double[] times, double[] reference) => Quartiles.Of(times.Zip(reference, (t, r) => t / r));

    private static IEnumerable<string> Mistakes(BatchTimes times) =>
        new[] { (Form: "whole", Times: times.Whole), (Form: "pruned", Times: times.Pruned) }
            .Where(f => !(f.Times.Difference <= Tolerance))
            .Select(f => $"for a batch of {times.Batch} ONNX Runtime differs by {f.Times.Difference:e1} from the {f.Form} network");
}
