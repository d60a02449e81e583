namespace HierKD;

/// <summary>For each layer by name a bar of what every level keeps of it; in columns, so that a hundred layers still fit.</summary>
internal static class LayerBars
{
    private const double Width = 200, Height = 8;

    public static HtmlMarkup Of(PruningReport report, LevelStyle style)
    {
        var levels = style.Names.ToArray();
        var rows = report.Layers.Select(layer =>
        {
            var (name, counts, bar) = (HtmlMarkup.Name(layer.Layer), Counts(layer, levels), Bar(layer, levels, style));
            return HtmlMarkup.Of($"""<li><span class="name">{name}</span> <span class="count">{counts}</span>{bar}</li>""");
        });
        return HtmlMarkup.Of($"""
            {style.Legend(bars: true)}
            <ol class="layers">
            {HtmlMarkup.Join(rows)}
            </ol>
            """);
    }

    /// <summary>The original's width and those of the levels, without repeating one that the level before has.</summary>
    private static string Counts(LayerWidth layer, IEnumerable<string> levels)
    {
        List<long> counts = [layer.Filters];
        foreach (var level in levels)
        {
            if (layer.Kept[level] != counts[^1]) counts.Add(layer.Kept[level]);
        }
        return string.Join(" → ", counts);
    }

    /// <summary>The widest first; decoration for those who see it, the count beside it says the same.</summary>
    private static HtmlMarkup Bar(LayerWidth layer, IEnumerable<string> levels, LevelStyle style)
    {
        var parts = levels.Select(l => (Kept: layer.Kept[l], Css: style.Of(l)))
            .OrderByDescending(l => l.Kept)
            .Prepend((Kept: layer.Filters, Css: "c-original"))
            .Select(p => HtmlMarkup.Of($"""<rect class="bar {p.Css}" width="{Width * p.Kept / layer.Filters:0.##}" height="{Height}"/>"""));
        return HtmlMarkup.Of(
            $"""<svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" aria-hidden="true">{HtmlMarkup.Join(parts, "")}</svg>""");
    }
}
