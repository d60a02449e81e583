using System.Globalization;

namespace Study.Rendering.Figures;

/// <summary>A range of numbers with ticks.</summary>
internal sealed record Axis(string Label, double From, double To, IReadOnlyList<double> Ticks, bool IsLogarithmic, string Format)
{
    private const int MostSteps = 8;

    private static readonly int[] Round = [1, 2, 5];

    /// <summary>What a logarithmic axis leaves beyond the numbers at either end.</summary>
    private const double Margin = 1.2;

    /// <summary>From a round number to a round number, with all numbers between.</summary>
    public static Axis Linear(string label, IEnumerable<double> numbers)
    {
        var all = numbers.ToArray();
        var (least, most) = (all.Min(), all.Max());
        var step = RoundStep(most > least ? (most - least) / MostSteps : 1);
        var (first, last) = (Math.Floor(least / step), Math.Ceiling(most / step));
        if (first == last) last++;
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return new Axis(
            label, first * step, last * step, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)], false,
            decimals == 0 ? "0" : "0." + new string('0', decimals));
    }

    /// <summary>A little more than the numbers, with ticks at 1, 2 and 5 of every power of ten.</summary>
    public static Axis Logarithmic(string label, IEnumerable<double> positive)
    {
        var all = positive.ToArray();
        var (from, to) = (all.Min() / Margin, all.Max() * Margin);
        var powers =
            Enumerable.Range((int)Math.Floor(Math.Log10(from)), (int)(Math.Ceiling(Math.Log10(to)) - Math.Floor(Math.Log10(from))) + 1);
        return new Axis(
            label, from, to, [.. powers.SelectMany(p => Round.Select(n => n * Math.Pow(10, p))).Where(t => t >= from && t <= to)], true,
            "0.###");
    }

    /// <summary>Where a number lies: 0 at the beginning, 1 at the end.</summary>
    public double Position(double number) => IsLogarithmic ? Math.Log(number / From) / Math.Log(To / From) : (number - From) / (To - From);

    public string Text(double tick) => tick.ToString(Format, CultureInfo.InvariantCulture);

    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * Round.FirstOrDefault(n => n * power >= step * (1 - 1e-9), 10);
    }
}
