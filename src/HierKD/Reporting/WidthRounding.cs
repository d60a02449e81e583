namespace HierKD;

/// <summary>
/// What the student would take with its widths rounded up: libtorch's kernels work on 8 or 16 channels at a time, so that more filters can
/// be faster.
/// </summary>
/// <param name="Multiple">What every group's number of filters would be a multiple of, unless the group has no more.</param>
/// <param name="FiltersKept">The removable filters that would be on.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="MultiplyAdds">Its multiply-adds for one sample.</param>
/// <param name="Latency">Its measured forward pass.</param>
public sealed record WidthRounding(int Multiple, int FiltersKept, long Parameters, long MultiplyAdds, Latency Latency)
{
    /// <summary>With fewer rounds the quartiles say nothing.</summary>
    internal const int LeastRounds = 5;

    private static readonly int[] Multiples = [8, 16];

    /// <summary>The student's mask with groups filled up to each multiple, where that makes a difference.</summary>
    internal static IReadOnlyList<(int Multiple, FilterMask Mask)> Candidates(FilterMask student)
    {
        var candidates = Multiples.Select(m => (Multiple: m, Mask: FilledUp(student, m))).Where(c => c.Mask.Kept > student.Kept).ToArray();
        return candidates is [var first, var second] && first.Mask.SameAs(second.Mask) ? [first] : candidates;
    }

    /// <summary>The fastest candidate, if it is faster than the student beyond the spread of both.</summary>
    internal static WidthRounding? Best(Latency student, IEnumerable<WidthRounding> candidates) =>
        candidates.Where(c => c.Latency.HighMilliseconds < student.LowMilliseconds).MinBy(c => c.Latency.MedianMilliseconds);

    /// <summary>Which filters come back does not matter: time does not depend on it.</summary>
    private static FilterMask FilledUp(FilterMask mask, int multiple) => FilterMask.Of(mask.Graph, mask.Graph.Groups.Select(group =>
    {
        var missing = (multiple - (mask.KeptFilters(group).Length % multiple)) % multiple;
        return mask[group].Select(on => on || missing-- > 0).ToArray();
    }));
}
