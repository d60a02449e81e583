namespace HierKD.Benchmarks.Widths;

/// <summary>A student.</summary>
/// <param name="Widths">How its widths were chosen.</param>
/// <param name="MultiplyAdds">Its multiply-adds for one sample.</param>
/// <param name="Time">Its forward pass.</param>
/// <param name="OfWhole">Its time as a fraction of the whole network's in the same round, the median with the quartiles.</param>
/// <param name="OfUnrounded">The same of the student with the pruner's widths.</param>
internal sealed record WidthStudent(string Widths, long MultiplyAdds, Latency Time, Quartiles OfWhole, Quartiles OfUnrounded);

/// <summary>A median with its quartiles.</summary>
internal sealed record Quartiles(double Median, double Low, double High)
{
    public static Quartiles Of(IReadOnlyCollection<double> values)
    {
        var of = Latency.Of(values, 1);
        return new(of.MedianMilliseconds, of.LowMilliseconds, of.HighMilliseconds);
    }
}
