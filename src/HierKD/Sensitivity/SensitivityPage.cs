namespace HierKD;

/// <summary>A sensitivity report as a page.</summary>
internal static class SensitivityPage
{
    public static string Of(SensitivityReport report) => HtmlPage.Of(Title(report), Sections(report));

    private static IEnumerable<HtmlMarkup> Sections(SensitivityReport report)
    {
        yield return HtmlMarkup.Of($"""<header><h1>{Title(report)}</h1><p>{SensitivityText.Summary(report)}</p></header>""");
        yield return HtmlPage.Figure(
            "Loss of each group",
            "A bar is what the metric loses when so much of this group goes and nothing of the others. Nothing was trained: training " +
            "repairs much of it, and of one group more than of another.",
            SensitivityChart.Of(report), SensitivityChart.Legend(report));
        var rows = report.Groups.Select(g => ReportTables.Row(
            g.Group,
            [HtmlMarkup.Of($"{g.Filters}"), .. g.Points.Select(
                p => HtmlMarkup.Of($"{SensitivityText.Loss(p)}<small>{p.FiltersRemoved} filters</small>"))]));
        yield return HtmlPage.Section(
            "The same as a table", "", ReportTables.Table("Loss of each group", SensitivityText.Titles(report), rows, "numbers"));
    }

    private static string Title(SensitivityReport report) => "Sensitivity" + (report.Model.Length > 0 ? $": {report.Model}" : "");
}
