using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>Whatever the network, the scores, the pruner, the measure and the budget.</summary>
public sealed class BudgetPropertyTests
{
    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 200)]
    public void Budgets_floors_and_multiples_hold_masks_nest_and_no_larger_choice_of_the_pruner_fits(NetworkCase drawn)
    {
        var random = new Random(drawn.Seed);
        var graph = BudgetGraphs.Of(drawn.Network);
        var measure = (Measure)random.Next(3);
        var (floor, fraction, multiple) = (random.Next(1, 4), random.Next(3) * 0.2, random.Next(1, 5));
        var normalization = (ScoreNormalization)random.Next(3);
        var inner = random.Next(2) == 0 ? Pruner.GlobalThreshold(normalization, floor, fraction) : Pruner.PerLayer(floor, fraction);
        var pruner = multiple == 1 ? inner : Pruner.Rounded(inner, multiple);
        var cost = RelativeCost.Of(measure, graph, _ => throw new NotSupportedException());
        var least = cost(SmallestMask.Of(pruner, graph));
        var search = new BudgetSearch(cost);

        var allowed = FilterMask.Full(graph);
        foreach (var share in new[] { 0.7, 0.4, 0.1, 0 })
        {
            var budget = least + share * random.NextDouble() * (1 - least);
            if (search.Fits(allowed, budget)) continue;
            var scores = new FilterScores(allowed, graph.Groups.Select(g => Scores(random, g.Filters)));
            var mask = search.Largest(pruner, scores, budget);

            Assert.True(cost(mask) <= budget + 1e-9, $"{cost(mask)} of {budget}");
            Assert.True(mask.IsWithin(allowed));
            foreach (var group in graph.Groups)
            {
                var width = mask.KeptFilters(group).Length;
                Assert.True(
                    width >= Math.Min(group.Filters, Math.Max(floor, Math.Ceiling(fraction * group.Filters - 1e-9))),
                    $"{width} of {group}");
                Assert.True(width % multiple == 0 || width == group.Filters, $"{width} of {group}");
            }
            // Off the ratios such as 1/4 at which a layer's share lies half-way between two numbers of filters: there alone a pruner may
            // give a mask that no search meets.
            for (var ratio = 0.00123; ratio < 1; ratio += 0.01)
            {
                var other = pruner is ISteppedPruner stepped ? stepped.SelectStep(scores, ratio) : pruner.Select(scores, ratio);
                if (search.Fits(other, budget))
                {
                    Assert.True(other.Kept <= mask.Kept, $"at {ratio} the pruner keeps {other.Kept}, which fits; found were {mask.Kept}");
                }
            }
            allowed = mask;
        }
    }

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 200)]
    public void The_filter_that_went_last_does_not_fit_back(NetworkCase drawn)
    {
        var random = new Random(drawn.Seed);
        var graph = BudgetGraphs.Of(drawn.Network);
        var cost = RelativeCost.Of((Measure)random.Next(3), graph, _ => throw new NotSupportedException());
        var pruner = Pruner.GlobalThreshold((ScoreNormalization)random.Next(3), minimumFilters: 1);
        var search = new BudgetSearch(cost);
        var scores = new FilterScores(FilterMask.Full(graph), graph.Groups.Select(g => Scores(random, g.Filters)));
        var budget = cost(SmallestMask.Of(pruner, graph)) * (1 + 1e-6) + random.NextDouble() * 0.3;
        if (budget >= 1) return;

        var mask = search.Largest(pruner, scores, budget);
        var before = pruner.Select(scores, (graph.Filters - mask.Kept - 1.0) / graph.Filters);
        Assert.Equal(mask.Kept + 1, before.Kept);
        Assert.True(mask.IsWithin(before));
        Assert.True(cost(mask) <= budget);
        Assert.True(cost(before) > budget);
    }

    private static float[] Scores(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => (float)(random.Next(-2, 5) * Math.Pow(10, random.Next(-2, 3)))).ToArray();
}
