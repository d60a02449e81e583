using System.Globalization;

namespace HierKD;

/// <summary>Ways to compute, and what is known of them, in words.</summary>
internal static class ComputationText
{
    /// <summary>A way to compute: <c>as given</c>, <c>channels last</c>, <c>bfloat16</c>, <c>channels last, bfloat16</c>.</summary>
    public static string Name(MemoryFormat format, ComputePrecision precision) => (format, precision) switch
    {
        (MemoryFormat.ChannelsLast, ComputePrecision.BFloat16) => "channels last, bfloat16",
        (MemoryFormat.ChannelsLast, _) => "channels last",
        (_, ComputePrecision.BFloat16) => "bfloat16",
        _ => "as given",
    };

    /// <summary>The same of a candidate.</summary>
    public static string NameOf(ComputationCandidate candidate) => Name(candidate.MemoryFormat, candidate.Precision);

    /// <summary>What a candidate took, or why it was left out.</summary>
    public static string Outcome(ComputationCandidate candidate) => candidate.Step is { } step
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{step.MedianMilliseconds:0.0} ms ({step.LowMilliseconds:0.0} to {step.HighMilliseconds:0.0})")
        : $"left out, since {MessageText.Whole(candidate.LeftOut ?? "")}";

    /// <summary>The choice in a sentence, and one of what was tried.</summary>
    public static string Of(ComputationChoice choice)
    {
        var tried = choice.Candidates.Select(c => $"{NameOf(c)}: {Outcome(c)}");
        var samples = choice.Candidates.Select(c => c.Step).OfType<Latency>().FirstOrDefault()?.BatchSize;
        return $"Computed {Name(choice.MemoryFormat, choice.Precision)}, since {MessageText.Whole(choice.Reason)}. A training step" +
            $"{(samples is null ? "" : $" of {samples} samples")}: {string.Join("; ", tried)}.";
    }
}
