using System.Globalization;

namespace HierKD;

/// <summary>A report as one HTML page: a summary, the levels, charts, and everything that is needed to repeat the run.</summary>
internal sealed class HtmlReport(PruningReport report)
{
    private readonly LevelStyle _style = new(report);

    public static string Of(PruningReport report) => HtmlPage.Of(Title(report), new HtmlReport(report).Sections());

    private IEnumerable<HtmlMarkup> Sections()
    {
        yield return Header();
        yield return Section(
            "Levels",
            "What each level costs and what it is worth on the validation batches. Latency is the median of a forward pass of the " +
            "example input, with the quartiles.",
            ReportTables.Levels(report), Rounding());
        yield return new HtmlMarkup("<div class=\"charts\">");
        yield return Figure(
            $"{report.MetricName} against multiply-adds", FrontChart.Caption(report), FrontChart.Of(report, _style), HtmlMarkup.Nothing);
        if (report.History.Count > 0)
        {
            yield return Figure(
                $"{report.MetricName} over epochs", "Measured on the validation batches after epochs; while masks are open, levels shrink.",
                HistoryChart.Of(report, _style), _style.Legend(bars: false));
        }
        if (report.Layers.Count > 0)
        {
            yield return Figure(
                "Widths before and after",
                "Every bar is a layer, without the last if that stays as it is; the original's width stands behind those of the levels.",
                WidthChart.Of(report, _style), _style.Legend(bars: true));
        }
        if (report.Scores.Count > 0)
        {
            yield return Figure(
                "Final scores",
                "What the criterion said last of the filters that each level had to decide about. 1 is an average filter of its group; " +
                "the outermost bars hold all that lies beyond them. Filters that had gone before are shown " +
                "behind those of their group that stayed.",
                ScoreChart.Of(report),
                LevelStyle.Legend([("stayed", "stayed (upwards)"), ("went", "went (downwards)")]));
        }
        yield return new HtmlMarkup("</div>");
        if (report.Layers.Count > 0)
        {
            yield return Section(
                "Layers", "How many of its filters each layer keeps. Bars are relative to the layer's own width in the original.",
                LayerBars.Of(report, _style), ReportTables.Layers(report, _style));
        }
        if (report.Locks.Count > 0) yield return Section("What keeps its filters, and why", "", ReportTables.Locks(report));
        if (report.Widths.Count > 0)
        {
            yield return Section(
                "Widths by time",
                "A forward pass of the example input with the pruner's widths, and with those for which the layers take least time here; " +
                "measured in turns, the median with the quartiles.",
                ReportTables.Widths(report.Widths));
        }
        if (report.Computation is { } choice)
        {
            yield return Section(
                "Time of a training step",
                "Forward and backward of the whole network on the first training batch, the median with the quartiles. Levels were " +
                $"computed {ComputationText.Name(choice.MemoryFormat, choice.Precision)}, since {choice.Reason}.",
                ReportTables.Steps(choice));
        }
        if (report.Settings.Count > 0) yield return Section("Settings", report.IsOfRun
            ? "Everything that the run was told. With the same weights, data and versions it ends " +
                "the same, bit for bit on the same machine" +
                (report.Computation is null ? "." : ", if it is told to compute as was measured here.")
            : "What the session was told, and what its loop has added.",
            ReportTables.Pairs("Settings", "option", report.Settings.Select(s => (s.Name, s.Value))));
        yield return Section("Computed with", "", ReportTables.Pairs("Versions and machine", "what", report.Environment
            .Items()
            .Append(("Multiply-adds of training", report.TrainingMultiplyAdds.ToString("0.###e+0", CultureInfo.InvariantCulture)))));
    }

    private HtmlMarkup Header()
    {
        var (original, student) = (report.Original, report.Student);
        var change = (student.Metric - original.Metric).ToString("+0.0000;-0.0000;±0", CultureInfo.InvariantCulture);
        var (time, originalTime) = (student.Latency.MedianMilliseconds, original.Latency.MedianMilliseconds);
        FormattableString latency =
            $"{ReportNumbers.Milliseconds(time)} of {ReportNumbers.Milliseconds(originalTime)}, batch {student.Latency.BatchSize}";
        return HtmlMarkup.Of($"""
            <header>
            <h1>{Title(report)}</h1>
            <p>{report.Chain}</p>
            <dl class="tiles">
            {Tile(report.MetricName, ReportNumbers.Metric(student.Metric), $"original {ReportNumbers.Metric(original.Metric)}, {change}")}
            {AmountTile("Multiply-adds", student.MultiplyAdds, original.MultiplyAdds)}
            {AmountTile("Parameters", student.Parameters, original.Parameters)}
            {Tile("Latency", ReportNumbers.Percent(time / originalTime), latency)}
            </dl>
            </header>
            """);
    }

    private static HtmlMarkup AmountTile(string name, long student, long original) => Tile(
        name, ReportNumbers.Percent((double)student / original), $"{ReportNumbers.Amount(student)} of {ReportNumbers.Amount(original)}");

    private static HtmlMarkup Tile(string name, string value, FormattableString more) =>
        HtmlMarkup.Of($"""<div><dt>{name}</dt><dd>{value}<small>{HtmlMarkup.Of(more)}</small></dd></div>""");

    private HtmlMarkup Rounding() =>
        new ReportText(report).Rounded() is { Length: > 0 } text ? HtmlMarkup.Of($"<p>{text.Trim()}</p>") : HtmlMarkup.Nothing;

    private static string Title(PruningReport report) => "Pruning report" + (report.Model.Length > 0 ? $": {report.Model}" : "");

    private static HtmlMarkup Section(string title, string about, params HtmlMarkup[] contents) => HtmlPage.Section(title, about, contents);

    private static HtmlMarkup Figure(string title, string about, HtmlMarkup chart, HtmlMarkup legend) =>
        HtmlPage.Figure(title, about, chart, legend);
}
