namespace HierKD;

/// <summary>The widths of all layers side by side, in the order of the forward pass: the original's behind those of the levels.</summary>
internal static class WidthChart
{
    private const double Top = 34, Bottom = 236, Height = 280;

    public static HtmlMarkup Of(PruningReport report, LevelStyle style)
    {
        var chart = new Chart("widths", Height);
        var layers = Shown(report.Layers);
        var across = ChartAxis.Counting(layers.Count, 8);
        var up = ChartAxis.Over(layers.Select(l => (double)l.Filters), 5, fromZero: true);
        var step = (Chart.Right - Chart.Left) / layers.Count;
        chart.Up(up, Top, Bottom, "filters");
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            Bar(i, layer.Filters, "bar c-original");
            // The wider ones first: without nested masks that need not be the larger level.
            foreach (var (level, kept) in style.Names.Select(name => (name, layer.Kept[name])).OrderByDescending(l => l.Item2))
            {
                Bar(i, kept, $"bar {style.Of(level)}");
            }
        }
        chart.Across(across, Bottom, "layer, in the order of the forward pass");
        return chart.End(
            "Widths of all layers, before and after",
            $"{layers.Count} layers, of {layers.Sum(l => l.Filters)} filters in all; " +
            $"{string.Join("; ", style.Names.Select(name => $"{name} {layers.Sum(l => l.Kept[name])}"))}. The table below has the " +
            $"numbers.");

        void Bar(int index, long filters, string css)
        {
            var y = Chart.Y(up, filters, Top, Bottom);
            chart.Bar(Chart.Left + step * (index + 0.1), y, step * 0.8, Bottom - y, css);
        }
    }

    /// <summary>
    /// Without the last layer if it stays as it is: its outputs are the model's, a thousand classes perhaps, beside which the widths that
    /// changed would be too small to be seen.
    /// </summary>
    private static IReadOnlyList<LayerWidth> Shown(IReadOnlyList<LayerWidth> layers) =>
        layers.Count > 1 && layers[^1].Kept.Values.All(kept => kept == layers[^1].Filters) ? layers.SkipLast(1).ToArray() : layers;
}
