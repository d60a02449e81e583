using CustomSaliency;
using HierKD.Tests.Run;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.Samples;

/// <summary>The criteria of samples/CustomSaliency against numbers by hand, in a run, and in their table.</summary>
public sealed class CustomCriteriaTests : RunTest
{
    [Fact]
    public void PathNorm_is_the_norm_of_what_leads_in_times_that_of_what_leads_out()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(1, 2)), ("b", Linear(2, 2)), ("c", Linear(2, 2)));
        ScorerPass.Set(model, "b.weight", 3, 4, 0, 2); // rows are filters: 5 and 2
        ScorerPass.Set(model, "c.weight", 6, 0, 8, 1); // columns are filters: 10 and 1
        Assert.Equal([50, 2], Numbers(ScorerPass.OfOnlyGroup(new PathNorm(), model, ones(3, 1))));
    }

    [Fact]
    public void ReadVariation_is_the_deviation_of_what_is_read_times_the_norm_of_what_reads_it()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(1, 1)), ("b", Linear(1, 2)), ("c", Linear(2, 2)));
        ScorerPass.Set(model, "a.weight", 1);
        ScorerPass.Set(model, "a.bias", 0);
        ScorerPass.Set(model, "b.weight", 2, 0);
        ScorerPass.Set(model, "b.bias", 7, 100);       // large and constant: says nothing
        ScorerPass.Set(model, "c.weight", 3, 1, 4, 1);
        // What is read of the first filter: 7 + 2 x, x of deviation 2.
        Assert.Equal([20, 0], Numbers(ScorerPass.OfOnlyGroup(new ReadVariation(), model, tensor(new[] { 2f, -2, 2, -2 }).reshape(4, 1))));
    }

    [Fact]
    public void Each_of_the_sample_s_criteria_prunes()
    {
        foreach (var criterion in Criterion.All)
        {
            using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Scorer = criterion.Make() });
            Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
        }
    }

    [Fact]
    public void The_table_has_means_deviations_and_differences_from_the_default_by_seed()
    {
        CriterionResult[] results =
        [
            Result("default", 1, 0.90), Result("default", 2, 0.92), Result("default", 3, 0.94),
            Result("path-norm", 1, 0.89), Result("path-norm", 2, 0.91), Result("path-norm", 3, 0.93),
            Result("random", 1, 0.85), Result("random", 2, 0.95),
        ];
        var rows = ResultTable.Rows(results);
        Assert.Equal(["original", "default", "path-norm", "random"], rows.Select(r => r[0]));
        Assert.All(rows, row => Assert.Equal(ResultTable.Titles.Count, row.Length));
        Assert.Equal(["3", "92.00 ± 2.00", ""], new[] { 1, 5, 6 }.Select(i => rows[1][i]));
        Assert.Equal(["3", "91.00 ± 2.00", "-1.00 ± 0.00 *"], new[] { 1, 5, 6 }.Select(i => rows[2][i]));
        Assert.Equal(["2", "90.00 ± 7.07", "-1.00 ± 5.66"], new[] { 1, 5, 6 }.Select(i => rows[3][i]));
    }

    private static CriterionResult Result(string criterion, int seed, double test) =>
        new(criterion, seed, "a setting", 0.96, 0.8, test, 100, 0.2, 1, "");

    private static double[] Numbers(double[] scores) => scores.Select(s => Math.Round(s, 4)).ToArray();
}
