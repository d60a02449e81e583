namespace HierKD;

/// <summary>One direction of a chart: which numbers it shows, and at which of them it has a tick.</summary>
/// <param name="Low">Where it begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Ticks">The numbers with a tick, rising.</param>
internal sealed record ChartAxis(double Low, double High, IReadOnlyList<double> Ticks)
{
    /// <summary>The part of the range that stays free at both ends, so that no point lies on the edge.</summary>
    private const double Air = 0.04;

    /// <summary>Decimals that tell the ticks apart.</summary>
    private int Decimals => Ticks.Count < 2 ? 2 : Math.Clamp((int)Math.Ceiling(-Math.Log10(Ticks[1] - Ticks[0]) - 1e-9), 0, 9);

    /// <summary>An axis with round ticks that has room for all numbers.</summary>
    /// <param name="numbers">The numbers; those that are not finite are not shown.</param>
    /// <param name="ticks">About how many ticks.</param>
    /// <param name="fromZero">Whether it begins at 0.</param>
    public static ChartAxis Over(IEnumerable<double> numbers, int ticks, bool fromZero = false)
    {
        var shown = numbers.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (fromZero ? 0 : shown.Min(), shown.Max());
        if (high - low <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            (low, high) = fromZero ? (0, low == high ? 1 : high) : (low - Margin(low), high + Margin(low));
        }
        if (!fromZero) (low, high) = (low - Air * (high - low), high + Air * (high - low));
        var step = Round((high - low) / ticks);
        var (first, last) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
        return new ChartAxis(
            first * step, last * step, Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).ToArray());
    }

    /// <summary>An axis of whole numbers from 1, such as epochs.</summary>
    public static ChartAxis Counting(int count, int ticks)
    {
        var step = (int)Math.Max(1, Math.Ceiling(Round((double)count / ticks)));
        return new ChartAxis(
            0.5, Math.Max(count, 1) + 0.5, Enumerable.Range(1, Math.Max(count, 1) / step).Select(i => (double)i * step).ToArray());
    }

    /// <summary>The place of a number, from 0 at the beginning to 1 at the end.</summary>
    public double Place(double number) => (number - Low) / (High - Low);

    public string Text(double tick) => tick.ToString(
        "F" + Decimals.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private static double Margin(double number) => number == 0 ? 1 : Math.Abs(number) * 0.05;

    /// <summary>The next larger of 1, 2 and 5 times a power of ten.</summary>
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var factor = step / power;
        return power * (factor <= 1 + 1e-9 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }
}
