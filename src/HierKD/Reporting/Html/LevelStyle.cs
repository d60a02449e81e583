namespace HierKD;

/// <summary>The colour and the pattern of each level, the same in all charts of a page.</summary>
internal sealed class LevelStyle(PruningReport report)
{
    private const int Colors = 6;

    private readonly string[] _names = report.Chain.Levels.Select(l => l.Name).ToArray();

    /// <summary>From the largest level to the student.</summary>
    public IEnumerable<string> Names => _names.Reverse();

    /// <summary>The classes of what is drawn for a level; more levels than colours are told apart by their dashes.</summary>
    public string Of(string level)
    {
        var index = Array.IndexOf(_names, level);
        return index < 0 ? "c-original" : FormattableString.Invariant($"c{index % Colors} d{index / Colors % 3}");
    }

    /// <summary>What the colours mean.</summary>
    /// <param name="bars">Whether the chart has bars, behind which the original's are paler than a line would be.</param>
    public HtmlMarkup Legend(bool bars) => Legend(
        [(bars ? "bar c-original" : "c-original", bars ? "original" : "original (dashed)"), .. Names.Select(name => (Of(name), name))]);

    public static HtmlMarkup Legend(IEnumerable<(string Css, string Name)> entries)
    {
        var items = entries.Select(e => HtmlMarkup.Of($"""<li><span class="swatch {e.Css}"></span>{e.Name}</li>"""));
        return HtmlMarkup.Of($"""<ul class="legend">{HtmlMarkup.Join(items, "")}</ul>""");
    }
}
