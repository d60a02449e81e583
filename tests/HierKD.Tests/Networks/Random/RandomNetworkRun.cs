using System.Text.RegularExpressions;
using FsCheck.Fluent;

namespace HierKD.Tests;

/// <summary>Checks many random networks and reduces those that fail.</summary>
internal static class RandomNetworkRun
{
    private const int MostFailures = 8;

    /// <param name="count">How many networks.</param>
    /// <param name="seed">Which.</param>
    /// <param name="say">Is told how many had filters to remove, how many those were, and how often each reason was given for the
    /// others.</param>
    public static IReadOnlyList<string> Of(int count, int seed, Action<string> say)
    {
        List<string> failures = [];
        var (graphs, filters) = (0, 0);
        var reasons = new Dictionary<string, int>();
        var networks = RandomNetworks.Any().Generator.Sample(count, new FsCheck.Rnd((ulong)seed), 50);
        foreach (var network in networks)
        {
            if (Failure(network, Count) is not { } message) continue;
            failures.Add(Reduced(network, message));
            if (failures.Count == MostFailures) break;
        }
        say($"{graphs} of {count} networks with {filters} removable filters; the others:");
        foreach (var (reason, times) in reasons.OrderByDescending(r => r.Value)) say($"{times,8} {reason}");
        return failures;

        void Count(FilterGraph? graph)
        {
            if (graph is null) return;
            graphs++;
            filters += graph.Filters;
            foreach (var locked in graph.Locks)
            {
                var reason = Regex.Replace(locked.Reason, "'[^']*'|[0-9.e-]+ of its", "…");
                reasons[reason] = reasons.GetValueOrDefault(reason) + locked.Filters;
            }
        }
    }

    private static string Reduced(RandomNetwork network, string message)
    {
        while (RandomNetworks.Shrink(network)
            .Select(n => (Network: n, Message: Failure(n, _ => { })))
            .FirstOrDefault(n => n.Message is not null) is { Message: { } why } simpler)
        {
            (network, message) = (simpler.Network, why);
        }
        return $"{network}\n{message}";
    }

    private static string? Failure(RandomNetwork network, Action<FilterGraph?> then)
    {
        try
        {
            then(RandomNetworkCheck.Require(network));
            return null;
        }
        catch (Exception failure)
        {
            return failure is Xunit.Sdk.XunitException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";
        }
    }
}
