namespace HierKD;

/// <summary>
/// Looks for the widths of least expected time within a budget: by Lagrange multipliers, a group at a time, and then by single groups and
/// pairs of groups, of which one becomes wider and one narrower.
/// </summary>
/// <param name="times">What widths are expected to take.</param>
/// <param name="budget">What they may cost and have to be worth.</param>
/// <param name="candidates">For each group the widths that are tried, its own among them.</param>
internal sealed class WidthSearch(WidthTimes times, WidthBudget budget, int[][] candidates)
{
    private const int Sweeps = 5;
    private const int CostSteps = 8;
    private const int ScoreSteps = 12;
    private const int MostMoves = 200;

    /// <summary>As many single changes are paired with one another, and as many pairs looked at exactly.</summary>
    private const int Paired = 300, Verified = 200;

    /// <summary>So few assignments are all tried.</summary>
    private const double Few = 5000;

    /// <summary>Neighbouring groups share layers, whose costs do not add up: a pair may be off by such a fraction before it is looked at
    /// exactly.</summary>
    private const double PairSlack = 0.03;

    /// <summary>Gains below this are noise of the measurement.</summary>
    private const double Least = 1e-3;

    /// <summary>The widths of least time that were found; the given ones if there are none better.</summary>
    public int[] From(int[] chosen)
    {
        if (times.Of(chosen) is not { } began) return chosen;
        if (candidates.Aggregate(1.0, (all, own) => all * own.Length) <= Few) return Best(All(), chosen);
        return Best([Polished(Relaxed(chosen, began), began), Polished(chosen, began)], chosen);
    }

    private IEnumerable<int[]> All() => candidates.Aggregate(
        (IEnumerable<int[]>)[[]], (some, next) => some.SelectMany(begin => next.Select(width => (int[])[.. begin, width])));

    /// <summary>The fastest of some that hold, if it is faster.</summary>
    private int[] Best(IEnumerable<int[]> some, int[] chosen)
    {
        var (best, bestTime) = (chosen, times.Of(chosen)!.Value * (1 - Least));
        foreach (var widths in some)
        {
            if (!budget.IsWorth(budget.ScoreOf(widths)) || !budget.Fits(budget.Of(widths))) continue;
            if (times.Of(widths) is { } time && time < bestTime) (best, bestTime) = (widths, time);
        }
        return best;
    }

    private int[] Relaxed(int[] chosen, double began)
    {
        var (best, bestTime) = (chosen, began);
        // Without a price for the budget at first: most widths that are fast cost less as well.
        var (cheap, dear) = (1e-3, 1e2);
        var perCost = 0.0;
        for (var step = 0; step < CostSteps; step++)
        {
            var (low, high) = (1e-3, 1e3);
            var fits = false;
            for (var i = 0; i < ScoreSteps; i++)
            {
                var perScore = Math.Sqrt(low * high);
                var widths = Descend(chosen, perScore * began, perCost * began);
                if (!budget.IsWorth(budget.ScoreOf(widths)))
                {
                    low = perScore;
                    continue;
                }
                high = perScore;
                fits = budget.Fits(budget.Of(widths));
                if (fits && times.Of(widths) is { } time && time < bestTime) (best, bestTime) = (widths, time);
            }
            if (step == 0 && fits) break;
            if (step > 0) (cheap, dear) = fits ? (cheap, perCost) : (perCost, dear);
            perCost = Math.Sqrt(cheap * dear);
        }
        return best;
    }

    /// <summary>Group by group, the width of least time where scores and the budget have a price.</summary>
    private int[] Descend(int[] chosen, double perScore, double perCost)
    {
        var widths = (int[])chosen.Clone();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var changed = false;
            for (var group = 0; group < widths.Length; group++)
            {
                var before = widths[group];
                var best = (Width: before, Price: double.PositiveInfinity);
                foreach (var width in candidates[group])
                {
                    widths[group] = width;
                    if (times.Of(widths, group) is not { } time) continue;
                    var price = time - (perScore * budget.ScoreOf(group, width) / Math.Abs(budget.Score))
                        + (perCost * budget.Of(widths, group) / budget.Unit);
                    if (price < best.Price) best = (width, price);
                }
                widths[group] = best.Width;
                changed |= best.Width != before;
            }
            if (!changed) break;
        }
        return widths;
    }

    private int[] Polished(int[] widths, double began)
    {
        for (var i = 0; i < MostMoves; i++)
        {
            if (Better(widths, began) is not { } next) break;
            widths = next;
        }
        return widths;
    }

    /// <summary>The change of one group or two that saves most; <see langword="null"/> if none saves anything.</summary>
    private int[]? Better(int[] widths, double began)
    {
        var (score, cost) = (budget.ScoreOf(widths), budget.Of(widths));
        var singles = Singles(widths).OrderBy(m => m.Time).ToArray();
        if (singles.Length > Paired)
        {
            singles = [.. singles.Take(Paired / 2).Union(singles.OrderByDescending(m => m.Score - (m.Cost / cost)).Take(Paired / 2))];
        }
        List<(double Time, WidthMove[] Moves)> found = [];
        for (var i = 0; i < singles.Length; i++)
        {
            if (singles[i].Time < -Least * began && Holds(singles[i].Score, singles[i].Cost, 0)) found.Add((singles[i].Time, [singles[i]]));
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (singles[i], singles[j]);
                if (a.Group == b.Group || a.Time + b.Time >= -Least * began) continue;
                if (!Holds(a.Score + b.Score, a.Cost + b.Cost, PairSlack * cost)) continue;
                found.Add((a.Time + b.Time, [a, b]));
            }
        }
        var now = times.Of(widths)!.Value;
        foreach (var (_, moves) in found.OrderBy(f => f.Time).Take(Verified))
        {
            var next = (int[])widths.Clone();
            foreach (var move in moves) next[move.Group] = move.Width;
            if (budget.Fits(budget.Of(next)) && times.Of(next) is { } time && time < now - (Least * began)) return next;
        }
        return null;

        bool Holds(double moreScore, double moreCost, double slack) =>
            budget.IsWorth(score + moreScore) && budget.Fits(cost + moreCost, slack);
    }

    private List<WidthMove> Singles(int[] widths)
    {
        List<WidthMove> moves = [];
        for (var group = 0; group < widths.Length; group++)
        {
            var own = widths[group];
            if (times.Of(widths, group) is not { } time) continue;
            var (cost, score) = (budget.Of(widths, group), budget.ScoreOf(group, own));
            foreach (var width in candidates[group].Where(w => w != own))
            {
                widths[group] = width;
                if (times.Of(widths, group) is { } other)
                {
                    moves.Add(new(group, width, other - time, budget.Of(widths, group) - cost, budget.ScoreOf(group, width) - score));
                }
            }
            widths[group] = own;
        }
        return moves;
    }
}
