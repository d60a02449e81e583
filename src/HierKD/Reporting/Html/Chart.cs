namespace HierKD;

/// <summary>A chart as SVG, drawn in units of its own and scaled to the width that the page has; colours are the page's classes.</summary>
/// <param name="name">A short name, unlike that of any other chart of the page.</param>
/// <param name="height">Its height; its width is <see cref="Width"/>.</param>
internal sealed class Chart(string name, double height)
{
    /// <summary>Narrow, so that text can still be read when the chart is scaled to a phone.</summary>
    public const double Width = 460;

    public const double Left = 52, Right = Width - 20;

    private readonly List<HtmlMarkup> _parts = [];

    public static double X(ChartAxis axis, double number) => Left + (Right - Left) * axis.Place(number);

    public static double Y(ChartAxis axis, double number, double top, double bottom) => bottom - (bottom - top) * axis.Place(number);

    public void Add(FormattableString part) => _parts.Add(HtmlMarkup.Of(part));

    public void Line(double x1, double y1, double x2, double y2, string css) =>
        Add($"""<line class="{css}" x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}"/>""");

    public void Text(double x, double y, string text, string anchor = "start", string css = "label") =>
        Add($"""<text class="{css}" x="{x:0.##}" y="{y:0.##}" text-anchor="{anchor}">{text}</text>""");

    public void Bar(double x, double y, double width, double barHeight, string css) => Add(
        $"""<rect class="{css}" x="{x:0.##}" y="{y:0.##}" width="{Math.Max(0, width):0.##}" height="{Math.Max(0, barHeight):0.##}"/>""");

    public void Path(IEnumerable<(double X, double Y)> points, string css)
    {
        var places = points.Select(p => FormattableString.Invariant($"{p.X:0.##},{p.Y:0.##}")).ToArray();
        if (places.Length > 1) Add($"""<polyline class="{css}" points="{string.Join(' ', places)}"/>""");
    }

    /// <summary>Ticks with lines across, and their numbers at the left.</summary>
    public void Up(ChartAxis axis, double top, double bottom, string label = "")
    {
        foreach (var tick in axis.Ticks)
        {
            var y = Y(axis, tick, top, bottom);
            Line(Left, y, Right, y, "grid");
            Text(Left - 6, y + 4, axis.Text(tick), "end");
        }
        if (label.Length > 0) Text(2, top - 10, label);
    }

    /// <summary>Ticks with their numbers below, and what they count.</summary>
    public void Across(ChartAxis axis, double bottom, string label)
    {
        Line(Left, bottom, Right, bottom, "axis");
        foreach (var tick in axis.Ticks)
        {
            Line(X(axis, tick), bottom, X(axis, tick), bottom + 4, "axis");
            Text(X(axis, tick), bottom + 17, axis.Text(tick), "middle");
        }
        Text((Left + Right) / 2, bottom + 34, label, "middle");
    }

    /// <summary>The whole, with what it shows in words for those who do not see it.</summary>
    public HtmlMarkup End(string title, string description) => HtmlMarkup.Of($"""
        <svg viewBox="0 0 {Width} {height:0.##}" role="img" aria-labelledby="{name}-title {name}-desc">
        <title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>
        {HtmlMarkup.Join(_parts)}
        </svg>
        """);
}
