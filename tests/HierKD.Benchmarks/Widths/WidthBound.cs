namespace HierKD.Benchmarks.Widths;

/// <summary>
/// What layers that were timed at all widths say of assignments within the same budget, scores and limits, in milliseconds.
/// </summary>
/// <param name="Ours">What the layers take with the widths of <see cref="TimedWidths"/>.</param>
/// <param name="Best">The same with the best widths that were found among all.</param>
/// <param name="Least">What no assignment falls below.</param>
internal sealed record WidthBound(double Ours, double Best, double Least);
