using System.Diagnostics;
using System.Globalization;
using FsCheck.Fluent;
using HierKD.Tests;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>Exports many random networks, and reduces those that fail.</summary>
internal static class RandomExportRun
{
    private const int MostFailures = 2;
    private static readonly TimeSpan LongestReduction = TimeSpan.FromMinutes(1);

    /// <summary>Of that many networks one is exported once more after it was pruned.</summary>
    private const int PrunedEach = 3;

    /// <param name="count">How many networks.</param>
    /// <param name="seed">Which.</param>
    /// <param name="say">Is told how many were exported, refused and pruned, and the largest difference.</param>
    /// <returns>What failed: the network's program, how it is made again, and why.</returns>
    public static IReadOnlyList<string> Of(int count, int seed, Action<string> say)
    {
        List<string> failures = [];
        var (exported, refused, pruned, worst) = (0, 0, 0, 0.0);
        foreach (var network in RandomNetworks.Any().Generator.Sample(count, new FsCheck.Rnd((ulong)seed), 50))
        {
            var prunes = exported % PrunedEach == 0;
            exported++;
            var failure = Failure(network, Whole) is { } whole ? Reduced(network, whole, Whole)
                : prunes && Failure(network, Half) is { } half ? $"Pruned: {Reduced(network, half, Half)}"
                : null;
            if (failure is null) continue;
            failures.Add(failure);
            if (failure.Contains(nameof(OnnxExportException), StringComparison.Ordinal)) refused++;
            if (failures.Count == MostFailures) break;
        }
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{exported} networks of seed {seed}, {refused} refused, {pruned} exported once more without half of their filters; " +
            $"the largest difference: {worst:E1}"));
        return failures;

        void Whole(RandomNetwork network) => worst = Math.Max(worst, RandomExportCheck.Require(network));

        void Half(RandomNetwork network) => pruned += RandomExportCheck.RequirePruned(network) ? 1 : 0;
    }

    private static string Reduced(RandomNetwork network, string message, Action<RandomNetwork> require)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < LongestReduction && RandomNetworks.Shrink(network)
            .Select(n => (Network: n, Message: Failure(n, require)))
            .FirstOrDefault(n => n.Message is not null) is { Message: { } why } simpler)
        {
            (network, message) = (simpler.Network, why);
        }
        return $"{network}\n{message}";
    }

    private static string? Failure(RandomNetwork network, Action<RandomNetwork> require)
    {
        try
        {
            require(network);
            return null;
        }
        catch (Exception failure)
        {
            return failure is Xunit.Sdk.XunitException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";
        }
    }
}
