namespace HierKD;

/// <summary>The tables of the page; wide ones scroll within themselves.</summary>
internal static class ReportTables
{
    public static HtmlMarkup Levels(PruningReport report)
    {
        var measuredAgreement = report.Lines.Any(l => l.Agreement is not null);
        // What people look for comes first: a narrow screen shows the first columns.
        string[] titles = [
            "level", report.MetricName, "latency", .. report.Original.LatencyAt.Select(l => $"latency, batch {l.BatchSize}"),
            .. report.Runtimes.Select(runtime => $"latency, {runtime}"),
            "multiply-adds", "parameters", "filters", $"{report.Chain.Measure.Name()} kept",
            .. measuredAgreement ? (string[])["agreement"] : []
        ];
        var rows = report.Lines.Select(line => Row(line.Name,
        [
            HtmlMarkup.Of($"{ReportNumbers.Metric(line.Metric)}"),
            .. line.LatencyAt.Prepend(line.Latency).Select(Time),
            .. report.Runtimes.Select(runtime => line.LatencyIn.FirstOrDefault(l => l.Runtime == runtime) is { Latency: var time }
                ? Time(time)
                : HtmlMarkup.Nothing),
            Share(line.MultiplyAdds, report.Original.MultiplyAdds),
            Share(line.Parameters, report.Original.Parameters),
            HtmlMarkup.Of($"{line.FiltersKept}<small>of {line.Filters}</small>"),
            report.Chain.Levels.FirstOrDefault(l => l.Name == line.Name) is { } level
                ? HtmlMarkup.Of(
                    $"{ReportNumbers.Percent(MeasuredShare.Of(report, line))}<small>target {ReportNumbers.Percent(level.Keep)}</small>")
                : HtmlMarkup.Nothing,
            .. measuredAgreement ? (HtmlMarkup[])[line.Agreement is { } agreement
                ? HtmlMarkup.Of($"{agreement.Cosine:0.00}<small>signs {agreement.SignAgreement:0.00}</small>")
                : HtmlMarkup.Nothing] : [],
        ]));
        var note = measuredAgreement
            ? new HtmlMarkup(
                "<p class=\"about\">Agreement: the cosine of a level's gate gradients with its teacher's, and the share of filters for " +
                "which they have the same sign, in the joint phase.</p>")
            : HtmlMarkup.Nothing;
        return HtmlMarkup.Join([Table("The original and all levels", titles, rows, "numbers levels"), note]);
    }

    private static HtmlMarkup Time(Latency time) => HtmlMarkup.Of(
        $"{ReportNumbers.Milliseconds(time.MedianMilliseconds)}<small>{time.LowMilliseconds:0.00} to {time.HighMilliseconds:0.00}</small>");

    public static HtmlMarkup Layers(PruningReport report, LevelStyle style)
    {
        var rows = report.Layers.Select(layer => Row(layer.Layer, [
            HtmlMarkup.Of($"{layer.Kind}"), HtmlMarkup.Of($"{layer.Filters}"),
            .. style.Names.Select(name => HtmlMarkup.Of($"{layer.Kept[name]}"))
        ]));
        var table = Table("Filters of each layer", ["layer", "kind", "original", .. style.Names], rows, "numbers");
        return HtmlMarkup.Of($"<details><summary>The same as a table</summary>{table}</details>");
    }

    public static HtmlMarkup Steps(ComputationChoice choice) =>
        Table("Time of a training step", ["computed", "time", "taken"], choice.Candidates.Select(c => Row(ComputationText.NameOf(c), [
            c.Step is { } step ? Time(step) : HtmlMarkup.Of($"{ComputationText.Outcome(c)}"),
            HtmlMarkup.Of($"{(c.Computation == choice.Computation ? "yes" : "")}")
        ])), "texts");

    public static HtmlMarkup Widths(IReadOnlyList<WidthChoice> widths) => Table(
        "Widths by time", ["level", "pruner's widths", "multiply-adds", "by time", "multiply-adds", "taken", "groups"],
        widths.Select(w => Row(w.Level, [
            Time(w.Scored), HtmlMarkup.Of($"{ReportNumbers.Amount(w.ScoredMultiplyAdds)}"),
            Time(w.Timed), HtmlMarkup.Of($"{ReportNumbers.Amount(w.TimedMultiplyAdds)}"),
            HtmlMarkup.Of($"{(w.IsTaken ? "yes" : "no")}"), HtmlMarkup.Name(WidthText.Changes(w))
        ])), "texts");

    public static HtmlMarkup Locks(PruningReport report) =>
        Table("Layers that keep filters", ["layer", "keeps", "because"], report.Locks.Select(l => Row(l.Layer, [
            l.Filters == l.Of ? HtmlMarkup.Of($"all {l.Of}") : HtmlMarkup.Of($"{l.Filters} of {l.Of}"), HtmlMarkup.Name(l.Reason)
        ])), "texts");

    public static HtmlMarkup Pairs(string caption, string title, IEnumerable<(string Name, string Value)> pairs) =>
        Table(caption, [title, "value"], pairs.Select(p => Row(p.Name, [HtmlMarkup.Name(p.Value)])), "texts pairs");

    private static HtmlMarkup Share(long value, long original) =>
        HtmlMarkup.Of($"{ReportNumbers.Amount(value)}<small>{100.0 * value / original:0} %</small>");

    public static HtmlMarkup Row(string name, IEnumerable<HtmlMarkup> cells)
    {
        var rest = HtmlMarkup.Join(cells.Select(c => HtmlMarkup.Of($"<td>{c}</td>")), "");
        return HtmlMarkup.Of($"""<tr><th scope="row">{HtmlMarkup.Name(name)}</th>{rest}</tr>""");
    }

    public static HtmlMarkup Table(string caption, IEnumerable<string> titles, IEnumerable<HtmlMarkup> rows, string css) =>
        HtmlMarkup.Of($"""
        <div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table class="{css}"><caption>{caption}</caption>
        <thead><tr>{HtmlMarkup.Join(titles.Select(t => HtmlMarkup.Of($"""<th scope="col">{t}</th>""")), "")}</tr></thead>
        <tbody>
        {HtmlMarkup.Join(rows)}
        </tbody></table></div>
        """);
}
