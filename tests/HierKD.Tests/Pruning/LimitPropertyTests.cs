using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>Whatever the network, the scores, the limits and the pruner, one of a user's own included.</summary>
public sealed class LimitPropertyTests
{
    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 300)]
    public void Limits_hold_masks_nest_and_the_target_is_met(NetworkCase drawn)
    {
        var random = new Random(drawn.Seed);
        var graph = BudgetGraphs.Of(drawn.Network);
        var limits = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Limit(random, graph)).ToArray();
        var (inner, multiple, exact) = Inner(random, random.Next(6));
        var pruner = LimitedPruner.Around(inner, graph, limits, even: false, "limits");
        var largest = pruner.LargestRatio(graph);
        Assert.InRange(largest, -1e-9, Math.Max(0, inner.LargestRatio(graph)) + 1e-9);

        var allowed = FilterMask.Full(graph);
        foreach (var part in new[] { 0.3, 0.7, 1 })
        {
            var ratio = largest * part;
            var scores = new FilterScores(allowed, graph.Groups.Select(g => Scores(random, g.Filters)));
            var mask = pruner.Select(scores, ratio);
            Assert.True(mask.IsWithin(allowed));
            RequireWithin(limits, mask);
            foreach (var group in graph.Groups)
            {
                var width = mask.KeptFilters(group).Length;
                Assert.True(width % multiple == 0 || width == group.Filters, $"{width} of {group}");
            }
            var wanted = graph.Filters - (int)Math.Round(ratio * graph.Filters);
            if (exact) Assert.Equal(wanted, mask.Kept);
            if (multiple == 1) RequireSameIfNothingBinds(inner, scores, ratio, limits, mask);
            allowed = mask;
        }
    }

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 150)]
    public void Budgets_are_met_within_limits(NetworkCase drawn)
    {
        var random = new Random(drawn.Seed);
        var graph = BudgetGraphs.Of(drawn.Network);
        var limits = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Limit(random, graph)).ToArray();
        var (inner, _, _) = Inner(random, random.Next(4));
        var pruner = LimitedPruner.Around(inner, graph, limits, even: true, "limits");
        var cost = RelativeCost.Of((Measure)random.Next(1, 3), graph, _ => throw new NotSupportedException());
        var search = new BudgetSearch(cost);
        var least = cost(SmallestMask.Of(pruner, graph));
        var allowed = FilterMask.Full(graph);
        // Down to the smallest: whatever a larger level took, its student's budget stays within reach.
        foreach (var share in new[] { random.NextDouble(), random.NextDouble() * 0.3, 0 })
        {
            var budget = least + share * (1 - least);
            if (search.Fits(allowed, budget)) continue;
            var scores = new FilterScores(allowed, graph.Groups.Select(g => Scores(random, g.Filters)));
            var mask = search.Largest(pruner, scores, budget);
            Assert.True(search.Fits(mask, budget), $"{cost(mask)} of {budget}");
            Assert.True(mask.IsWithin(allowed));
            RequireWithin(limits, mask);
            allowed = mask;
        }
    }

    /// <summary>Counted anew, from what the limits say.</summary>
    internal static void RequireWithin(IEnumerable<PartLimit> limits, FilterMask mask)
    {
        foreach (var limit in limits)
        {
            var groups = mask.Graph.Groups
                .Where(g => g.Members.Any(m => m.Role == ChannelRole.Producer && Lies(m.Layer, limit.Part))).ToArray();
            var gone = groups.Sum(g => g.Filters - mask.KeptFilters(g).Length);
            Assert.True(gone <= limit.LargestRatio * groups.Sum(g => g.Filters) + 1e-9, $"{limit}: {gone} are gone");
            foreach (var group in groups)
            {
                var floor = Math.Max(limit.MinimumFilters, limit.MinimumFraction * group.Filters - 1e-9);
                Assert.True(mask.KeptFilters(group).Length >= Math.Min(group.Filters, floor), $"{limit}: {group}");
            }
        }

        static bool Lies(string layer, string part) =>
            part == "**" || layer == part || layer.StartsWith(part + ".", StringComparison.Ordinal);
    }

    private static void RequireSameIfNothingBinds(
        IPruner inner, FilterScores scores, double ratio, PartLimit[] limits, FilterMask mask)
    {
        var plain = inner.Select(scores, ratio);
        try
        {
            RequireWithin(limits, plain);
        }
        catch (Xunit.Sdk.TrueException)
        {
            return;
        }
        Assert.True(plain.SameAs(mask));
    }

    private static PartLimit Limit(Random random, FilterGraph graph)
    {
        var layers = graph.Groups.SelectMany(g => g.Members).Where(m => m.Role == ChannelRole.Producer).Select(m => m.Layer).ToArray();
        var names = layers[random.Next(layers.Length)].Split('.');
        var part = random.Next(5) == 0 ? "**" : string.Join('.', names.Take(random.Next(1, names.Length + 1)));
        return random.Next(4) switch
        {
            0 => new(part) { LargestRatio = random.NextDouble() },
            1 => new(part) { LargestRatio = 0 },
            2 => new(part) { MinimumFilters = random.Next(1, 12) },
            _ => new(part) { MinimumFraction = random.NextDouble(), LargestRatio = random.NextDouble() },
        };
    }

    private static (IPruner Pruner, int Multiple, bool Exact) Inner(Random random, int kind)
    {
        var floor = random.Next(1, 4);
        var global = Pruner.GlobalThreshold((ScoreNormalization)random.Next(3), floor);
        var multiple = random.Next(2, 5);
        return kind switch
        {
            0 or 1 => (global, 1, true),
            2 => (Pruner.PerLayer(floor), 1, false),
            3 => (Pruner.Rounded(Pruner.PerLayer(floor), multiple), multiple, false),
            4 => (Pruner.Rounded(global, multiple), multiple, false),
            _ => (new Whimsical(random.Next()), 1, false),
        };
    }

    private static float[] Scores(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => (float)(random.Next(-2, 5) * Math.Pow(10, random.Next(-2, 3)))).ToArray();

    /// <summary>A user's pruner that knows no order: other filters at every ratio, and other numbers of them.</summary>
    private sealed class Whimsical(int seed) : IPruner
    {
        public FilterMask Select(FilterScores scores, double ratio)
        {
            var random = new Random(HashCode.Combine(seed, (int)(ratio * 1e6)));
            return FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(g =>
            {
                var on = scores.Allowed.KeptFilters(g);
                random.Shuffle(on);
                var kept = on.Take(Math.Max(1, (int)(on.Length * random.NextDouble()))).ToHashSet();
                return Enumerable.Range(0, g.Filters).Select(kept.Contains);
            }));
        }
    }
}
