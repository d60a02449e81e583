namespace Study.Rendering.Figures;

/// <summary>Points that belong together, in the order in which a line joins them.</summary>
internal sealed record Series(string Name, IReadOnlyList<Point> Points);

/// <summary>A point, with what an error bar reaches to either side, if there is one.</summary>
internal sealed record Point(double X, double Y, double? Deviation);

/// <summary>A level that everything else is seen against.</summary>
internal sealed record ReferenceLine(string Name, double Y);
