using System.Globalization;
using System.Net;
using System.Text;

namespace Study.Rendering.Figures;

/// <summary>
/// Draws a figure as SVG, on no ground of its own, in greys and colours that can be read on a light page and on a dark one.
/// </summary>
internal sealed class SvgDrawing
{
    private const double Left =
        66, Width = 470, Top = 34, PanelHeight = 210, Gap = 26, Bottom = 48, LegendGap = 22, LegendWidth = 170, LegendLine = 19;

    /// <summary>How far series stand apart that are moved to the side.</summary>
    private const double Aside = 8;

    private const string Ink = "#6e7781", Faint = "#6e778155";

    private readonly StringBuilder _svg = new();

    public static string Of(Figure figure)
    {
        var drawing = new SvgDrawing();
        drawing.Draw(figure);
        return drawing._svg.ToString();
    }

    private void Draw(Figure figure)
    {
        var (width, height) = (Left + Width + LegendGap + LegendWidth, Top + figure.Panels.Count * (PanelHeight + Gap) - Gap + Bottom);
        const string fonts = "system-ui, 'DejaVu Sans', sans-serif";
        var size = Text($"""viewBox="0 0 {width} {height}" width="{width}" height="{height}" """);
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" {size}role="img" font-family="{fonts}" font-size="12" fill="{Ink}">""");
        Line($"<title>{WebUtility.HtmlEncode(figure.Title)}</title>");
        Label(Left, 18, figure.Title, "start", bold: true);
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            Draw(figure, figure.Panels[i], Top + i * (PanelHeight + Gap), isLast: i == figure.Panels.Count - 1);
        }
        Label(Left + Width / 2, height - 10, figure.Across.Label, "middle");
        Line($"</svg>");
    }

    private void Draw(Figure figure, Panel panel, double top, bool isLast)
    {
        var (across, up) = (figure.Across, panel.Axis);
        double X(double number) => Left + Width * across.Position(number);
        double Y(double number) => top + PanelHeight * (1 - up.Position(number));

        foreach (var tick in up.Ticks)
        {
            Stroke(Left, Y(tick), Left + Width, Y(tick), Faint, 1);
            Label(Left - 7, Y(tick) + 4, up.Text(tick), "end");
        }
        foreach (var tick in across.Ticks)
        {
            Stroke(X(tick), top + PanelHeight, X(tick), top + PanelHeight + 5, Ink, 1);
            if (isLast) Label(X(tick), top + PanelHeight + 19, across.Text(tick), "middle");
        }
        Stroke(Left, top, Left, top + PanelHeight, Ink, 1);
        Stroke(Left, top + PanelHeight, Left + Width, top + PanelHeight, Ink, 1);
        var middle = top + PanelHeight / 2;
        var label = WebUtility.HtmlEncode(up.Label);
        Line($"""<text transform="translate(16 {middle:0.#}) rotate(-90)" text-anchor="middle">{label}</text>""");

        var legend = top + 8;
        for (var i = 0; i < panel.Series.Count; i++)
        {
            var aside = figure.SideBySide ? (i - (panel.Series.Count - 1) / 2.0) * Aside : 0;
            Draw(panel.Series[i], i, p => X(p.X) + aside, Y);
            Line($"{Marker.Svg(i, Left + Width + LegendGap, legend)}");
            Label(Left + Width + LegendGap + 12, legend + 4, panel.Series[i].Name, "start");
            legend += LegendLine;
        }
        foreach (var line in panel.Lines)
        {
            Stroke(Left, Y(line.Y), Left + Width, Y(line.Y), Ink, 1.5, dashed: true);
            Stroke(Left + Width + LegendGap - 8, legend, Left + Width + LegendGap + 8, legend, Ink, 1.5, dashed: true);
            Label(Left + Width + LegendGap + 12, legend + 4, line.Name, "start");
            legend += LegendLine;
        }
    }

    private void Draw(Series series, int index, Func<Point, double> x, Func<double, double> y)
    {
        var color = Marker.Color(index);
        if (series.Points.Count > 1)
        {
            var points = string.Join(' ', series.Points.Select(p => Text($"{x(p):0.#},{y(p.Y):0.#}")));
            Line($"""<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.2" stroke-opacity="0.6"/>""");
        }
        foreach (var point in series.Points)
        {
            if (point.Deviation is { } deviation)
            {
                Stroke(x(point), y(point.Y - deviation), x(point), y(point.Y + deviation), color, 1.5);
                foreach (var end in new[] { -deviation, deviation })
                {
                    Stroke(x(point) - 3, y(point.Y + end), x(point) + 3, y(point.Y + end), color, 1.5);
                }
            }
            Line($"{Marker.Svg(index, x(point), y(point.Y))}");
        }
    }

    private void Stroke(double x1, double y1, double x2, double y2, string color, double width, bool dashed = false)
    {
        var dashes = dashed ? " stroke-dasharray=\"5 4\"" : "";
        Line($"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" stroke="{color}" stroke-width="{width}"{dashes}/>""");
    }

    private void Label(double x, double y, string text, string anchor, bool bold = false)
    {
        var weight = bold ? " font-weight=\"600\"" : "";
        Line($"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}"{weight}>{WebUtility.HtmlEncode(text)}</text>""");
    }

    private void Line(FormattableString text) => _svg.Append(Text(text)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
