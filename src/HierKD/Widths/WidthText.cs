using System.Globalization;

namespace HierKD;

/// <summary>What the timing of widths brought, in words.</summary>
internal static class WidthText
{
    /// <summary>A level in a sentence or two.</summary>
    public static string Of(WidthChoice choice)
    {
        var level = MessageText.Whole(choice.Level);
        var measured = string.Create(
            CultureInfo.InvariantCulture, $"{choice.LayersTimed} layers and widths timed in {choice.Seconds:0.0} s");
        if (choice.Changes.Count == 0) return $"Widths of level '{level}': those of the pruner, none faster was found; {measured}.";
        var effect = string.Create(
            CultureInfo.InvariantCulture,
            $"{Time(choice.Timed)} in place of {Time(choice.Scored)}, {Millions(choice.TimedMultiplyAdds)} multiply-adds in place of ") +
            $"{Millions(choice.ScoredMultiplyAdds)}, {choice.TimedFilters} filters in place of {choice.ScoredFilters}";
        return choice.IsTaken
            ? $"Widths of level '{level}' by time: {effect}; {measured}. {Changes(choice)}."
            : $"Widths of level '{level}': those of the pruner, since others were not faster beyond the spread ({effect}); {measured}.";
    }

    private static string Time(Latency time) => string.Create(
        CultureInfo.InvariantCulture, $"{time.MedianMilliseconds:0.00} ms ({time.LowMilliseconds:0.00} to {time.HighMilliseconds:0.00})");

    private static string Millions(long multiplyAdds) => string.Create(CultureInfo.InvariantCulture, $"{multiplyAdds / 1e6:0.00} M");

    /// <summary>The groups whose widths differ.</summary>
    public static string Changes(WidthChoice choice) => string.Join(", ", choice.Changes);
}
