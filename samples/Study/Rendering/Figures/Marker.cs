using System.Globalization;

namespace Study.Rendering.Figures;

/// <summary>
/// How a series is drawn: a colour that can be seen on white and on black, and a form for those who do not tell colours apart.
/// </summary>
internal static class Marker
{
    private const double Size = 4.5;

    // All have a contrast of at least 3.4 with white and with a dark page.
    private static readonly string[] Colors = ["#2f81d6", "#d1661f", "#2e9960", "#9c6ade", "#cf4a6c", "#8a8430", "#6f7f8f", "#1f98a6"];

    private static readonly (double X, double Y)[][] Forms =
    [
        [], // a circle
        [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
        [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)],
        [(-0.4, -1.2), (0.4, -1.2), (0.4,
            -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)],
    ];

    public static string Color(int series) => Colors[series % Colors.Length];

    public static string Svg(int series, double x, double y)
    {
        var form = Forms[series % Forms.Length];
        if (form.Length == 0) return Text($"""<circle cx="{x:0.#}" cy="{y:0.#}" r="{Size}" fill="{Color(series)}"/>""");
        var points = string.Join(' ', form.Select(p => Text($"{x + p.X * Size:0.#},{y + p.Y * Size:0.#}")));
        return Text($"""<polygon points="{points}" fill="{Color(series)}"/>""");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
