namespace HierKD;

/// <summary>One update of the masks.</summary>
/// <param name="Fraction">The fraction of their ratios that levels remove.</param>
/// <param name="Timed">How widths are timed; not at all if <see langword="null"/>.</param>
internal sealed record MaskUpdate(double Fraction, TimedWidths? Timed = null);
