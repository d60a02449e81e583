namespace HierKD.Benchmarks.Widths;

/// <summary>
/// The best widths of a network whose groups share no layer, from layers that are timed at every width: the best that a search finds, and
/// a bound below which no assignment falls, by Lagrange duality.
/// </summary>
internal sealed class ExhaustiveWidths
{
    private const int Steps = 60;

    private readonly WidthTimes _times;
    private readonly WidthBudget _budget;
    private readonly int[] _chosen;
    private readonly int[][] _candidates;

    /// <param name="times">The layers.</param>
    /// <param name="budget">What widths may cost and have to be worth.</param>
    /// <param name="chosen">The pruner's widths.</param>
    /// <param name="candidates">All widths that a group may have.</param>
    public ExhaustiveWidths(WidthTimes times, WidthBudget budget, int[] chosen, int[][] candidates) =>
        (_times, _budget, _chosen, _candidates) = (times, budget, chosen, candidates);

    /// <summary>Whether no layer depends on two groups.</summary>
    public static bool Applies(FilterGraph graph) => WidthLayer.Of(graph).All(layer => layer.Groups.Count == 1);

    public int[] Best() => new WidthSearch(_times, _budget, _candidates).From(_chosen);

    /// <summary>The largest value of the dual: for any prices of score and cost, what all groups together take at least.</summary>
    public double Least()
    {
        var began = _times.Of(_chosen)!.Value;
        return Largest(perScore => Largest(perCost => Dual(perScore, perCost), -2 * began, 2 * began), 0, 20 * began);
    }

    /// <summary>Prices of all score, and of all cost; a negative price of cost is what falling below the least cost is worth.</summary>
    private double Dual(double perScore, double perCost)
    {
        var widths = (int[])_chosen.Clone();
        var sum = 0.0;
        for (var group = 0; group < widths.Length; group++)
        {
            var least = double.PositiveInfinity;
            foreach (var width in _candidates[group])
            {
                widths[group] = width;
                if (_times.Of(widths, group) is not { } time) continue;
                least = Math.Min(least, time - (perScore * _budget.ScoreOf(group, width) / _budget.Score)
                    + (perCost * _budget.Of(widths, group) / _budget.Unit));
            }
            widths[group] = _chosen[group];
            sum += least;
        }
        var limit = perCost > 0 ? _budget.Most : _budget.Least;
        return sum + (perScore * _budget.LeastScore / _budget.Score) - (perCost * limit / _budget.Unit);
    }

    /// <summary>The largest value of a concave function, by golden sections.</summary>
    private static double Largest(Func<double, double> value, double low, double high)
    {
        var golden = (Math.Sqrt(5) - 1) / 2;
        var (a, b) = (high - (golden * (high - low)), low + (golden * (high - low)));
        var (atA, atB) = (value(a), value(b));
        for (var i = 0; i < Steps; i++)
        {
            if (atA < atB)
            {
                (low, a, atA) = (a, b, atB);
                b = low + (golden * (high - low));
                atB = value(b);
            }
            else
            {
                (high, b, atB) = (b, a, atA);
                a = high - (golden * (high - low));
                atA = value(a);
            }
        }
        return Math.Max(atA, atB);
    }
}
