namespace Study.Rendering.Figures;

/// <summary>A field with an axis of its own upwards.</summary>
internal sealed record Panel(string Label, IReadOnlyList<Series> Series, IReadOnlyList<ReferenceLine> Lines)
{
    /// <summary>Room for all points with their error bars, and for the lines.</summary>
    public Axis Axis => Axis.Linear(Label, [
        .. Series.SelectMany(s => s.Points).SelectMany(p => new[] { p.Y - (p.Deviation ?? 0), p.Y + (p.Deviation ?? 0) }),
        .. Lines.Select(l => l.Y)
    ]);
}
