using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>The widths of least expected time, where layers have invented times.</summary>
public sealed class WidthSearchTests
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, WidthCase> Known = new();

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 100)]
    public void Budget_scores_and_candidates_hold_and_it_is_never_slower(NetworkCase drawn)
    {
        var random = new Random(drawn.Seed);
        var search = new Drawn(Known.GetOrAdd(drawn.Network, WidthCase.Of), random);
        var found = search.Find();
        Assert.All(found, (width, group) => Assert.Contains(width, search.Candidates[group]));
        Assert.True(search.Holds(found), string.Join(',', found));
        Assert.True(search.Times.Of(found) <= search.Times.Of(search.Chosen) + 1e-9);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("vgg")]
    [InlineData("transposed")]
    public void It_comes_near_the_best_of_all_assignments(string network)
    {
        List<double> excess = [];
        for (var seed = 0; seed < 20; seed++)
        {
            var search = new Drawn(Known.GetOrAdd(network, WidthCase.Of), new Random(seed));
            var best = search.All().Where(search.Holds).Min(widths => search.Times.Of(widths)!.Value);
            excess.Add((search.Times.Of(search.Find())!.Value / best) - 1);
        }
        Assert.True(excess.Average() < 0.02, $"on average {excess.Average():P1} above the best, {excess.Max():P1} at most");
    }

    [Fact]
    public void What_cannot_be_timed_is_left_as_it_was()
    {
        var known = Known.GetOrAdd("plain", WidthCase.Of);
        var times = new WidthTimes(known.Graph, known.Calls, (_, _) => null);
        var chosen = known.Graph.Groups.Select(g => g.Filters / 2).ToArray();
        double[][] scores = [.. known.Graph.Groups.Select(g => new double[g.Filters + 1])];
        var budget = new WidthBudget(times, Measure.Filters, chosen, spare: 0, scores, tolerance: 0.05);
        Assert.Same(chosen, new WidthSearch(times, budget, [.. known.Graph.Groups.Select(g => new[] { 1, g.Filters })]).From(chosen));
    }

    [Fact]
    public void What_lies_between_layers_takes_what_a_measured_pass_leaves()
    {
        var known = Known.GetOrAdd("plain", WidthCase.Of);
        var times = known.Times(1);
        var whole = known.Graph.Groups.Select(g => g.Filters).ToArray();
        var layers = times.Of(whole)!.Value;
        times.Fit(whole, measured: layers + 7, others: 2);
        Assert.Equal(layers + 5, times.Of(whole)!.Value, 1e-6);
        var half = whole.Select(w => w / 2).ToArray();
        Assert.InRange(times.Of(half)!.Value - known.Times(1).Of(half)!.Value, 0.1, 4.9);
        times.Fit(whole, measured: 0, others: 2);
        Assert.Equal(layers, times.Of(whole)!.Value, 1e-6);
    }

    [Theory]
    [InlineData(2, 61, 128, 128, "48,56,61,64,72,80")]
    [InlineData(2, 61, 62, 128, "48,56,61")]
    [InlineData(60, 61, 128, 128, "61,64,72,80")]
    [InlineData(2, 7, 16, 16, "4,7,8")]
    [InlineData(2, 14, 16, 16, "12,14,16")]
    [InlineData(2, 9, 10, 10, "8,9,10")]
    [InlineData(1, 1, 6, 6, "1,4")]
    [InlineData(2, 300, 512, 512, "256,288,300,320,352,384")]
    [InlineData(2, 1000, 4096, 4096, "768,896,1000,1024,1152,1280")]
    public void Candidates_are_multiples_near_the_chosen_width(int least, int chosen, int most, int filters, string expected)
    {
        var candidates = WidthCandidates.Of(least, chosen, most, filters);
        Assert.Equal(expected, string.Join(',', candidates));
    }

    /// <summary>A level with drawn scores, widths and times.</summary>
    private sealed class Drawn
    {
        private readonly WidthBudget _budget;

        public Drawn(WidthCase known, Random random)
        {
            Times = known.Times(random.Next(2, 5));
            var groups = known.Graph.Groups;
            Chosen = [.. groups.Select(g => random.Next(1, g.Filters + 1))];
            Candidates = [.. groups.Select(g => Enumerable.Range(1, g.Filters).ToArray())];
            var scores = groups.Select(g =>
            {
                var falling = Enumerable.Range(0, g.Filters).Select(_ => random.NextDouble()).OrderDescending();
                return falling.Aggregate(new List<double> { 0 }, (sum, score) => [.. sum, sum[^1] + score]).ToArray();
            });
            _budget = new WidthBudget(Times, (Measure)random.Next(3), Chosen, random.Next(3), [.. scores], 0.1);
        }

        public WidthTimes Times { get; }

        public int[] Chosen { get; }

        public int[][] Candidates { get; }

        public int[] Find() => new WidthSearch(Times, _budget, Candidates).From(Chosen);

        public bool Holds(int[] widths) => widths.SequenceEqual(Chosen)
            || (_budget.Fits(_budget.Of(widths)) && _budget.IsWorth(_budget.ScoreOf(widths)));

        public IEnumerable<int[]> All() => Candidates.Aggregate(
            (IEnumerable<int[]>)[[]], (some, next) => some.SelectMany(begin => next.Select(width => (int[])[.. begin, width])));
    }
}
