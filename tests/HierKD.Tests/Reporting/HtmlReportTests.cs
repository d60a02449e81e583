using System.Globalization;
using System.Xml.Linq;

namespace HierKD.Tests.Reporting;

public sealed class HtmlReportTests
{
    private const string Evil = "<script>alert(\"1\")</script>'&";

    [Fact]
    public void The_page_is_well_formed_and_has_every_part()
    {
        var page = Parse(SampleReport.Full().ToHtml());
        Assert.Equal("Pruning report: MyNet", page.Descendants("h1").Single().Value);
        Assert.Equal(
            [
                "Levels", "top-1 against multiply-adds", "top-1 over epochs", "Widths before and after", "Final scores", "Layers",
                "What keeps its filters, and why", "Time of a training step", "Settings", "Computed with"
            ],
            page.Descendants("h2").Select(h => h.Value));
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "it is the first layer");
        Assert.Contains(page.Descendants("td"), cell => cell.Value.StartsWith("0.8750", StringComparison.Ordinal));
        Assert.Equal(
            ["HierKD", "1.2.3+abc"],
            page.Descendants("tr").Single(r => r.Element("th")?.Value == "HierKD").Elements().Select(e => e.Value));
    }

    [Fact]
    public void It_needs_no_network_and_no_script()
    {
        var html = SampleReport.Full().ToHtml();
        Assert.DoesNotMatch(@"(?i)<script|<link|<img|<iframe|url\(|@import|\bsrc=|\bhref=|https?:|\son\w+=", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_and_tables_can_be_understood_without_being_seen()
    {
        var page = Parse(SampleReport.Full().ToHtml());
        var charts = page.Descendants("svg").Where(s => s.Attribute("role")?.Value == "img").ToArray();
        Assert.Equal(4, charts.Length);
        var ids = page.Descendants().Select(e => e.Attribute("id")?.Value).OfType<string>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (var chart in charts)
        {
            var (title, description) = (chart.Element("title")!, chart.Element("desc")!);
            Assert.Equal($"{title.Attribute("id")!.Value} {description.Attribute("id")!.Value}", chart.Attribute("aria-labelledby")!.Value);
            Assert.True(title.Value.Length > 5 && description.Value.Length > 20);
        }
        Assert.All(page.Descendants("svg").Except(charts), s => Assert.Equal("true", s.Attribute("aria-hidden")?.Value));
        Assert.All(page.Descendants("th"), h => Assert.Contains(h.Attribute("scope")?.Value, new[] { "col", "row" }));
        Assert.All(page.Descendants("table"), t => Assert.NotEmpty(t.Element("caption")!.Value));
    }

    [Fact]
    public void Where_less_is_better_the_front_falls()
    {
        LevelReport Line(string name, int kept, double metric) =>
            new(name, kept, 30, kept * 1000, kept * 1000, metric, new Latency(kept, kept, kept, 64));
        LevelReport[] lines = [Line("original", 30, 0.2), Line("largest", 30, 0.3), Line("assistant 1", 21, 0.1), Line("student", 12, 0.4)];
        var report =
            new PruningReport("loss", TeacherChain.Uniform(0.6, 2), lines, [], 1, SampleReport.Environment) { HigherIsBetter = false };
        Assert.Contains("loss (lower is better)", report.ToHtml(), StringComparison.Ordinal);
        var front = Parse(report.ToHtml()).Descendants("polyline").Single(p => p.Attribute("class")!.Value == "front")
            .Attribute("points")!.Value.Split(' ');
        Assert.Equal(2, front.Length);
        Assert.DoesNotContain(Parse(new PruningReport("top-1", TeacherChain.Uniform(0.6, 2), lines, [], 1, SampleReport.Environment)
            .ToHtml()).Descendants("polyline"), p => p.Attribute("class")!.Value == "front");
    }

    [Fact]
    public void What_rounding_would_bring_is_said()
    {
        var report = new PruningReport(
            "top-1", TeacherChain.Uniform(0.6, 2), SampleReport.Full().Lines, [], 1,
            SampleReport.Environment)
        { Rounding = new(8, 16, 600_000, 1_100_000, new Latency(3.1, 2.9, 3.2, 64)) };
        Assert.Contains(
            Parse(report.ToHtml()).Descendants("p"),
            p => p.Value.StartsWith("With widths rounded up to multiples of 8", StringComparison.Ordinal));
    }

    [Fact]
    public void What_comes_from_the_user_is_text()
    {
        var html = SampleReport.Full(evil: Evil).ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(\"", html, StringComparison.Ordinal);
        var page = Parse(html);
        Assert.Contains(page.Descendants("h1"), e => e.Value == $"Pruning report: MyNet{Evil}");
        Assert.Contains(page.Descendants("th"), e => e.Value == "top-1" + Evil);
        Assert.Contains(page.Descendants("th"), e => e.Value == "features.0" + Evil);
        Assert.Contains(page.Descendants("th"), e => e.Value == "stem" + Evil);
        Assert.Contains(page.Descendants("td"), e => e.Value == "Mine" + Evil);
    }

    [Fact]
    public void So_it_is_in_Markdown()
    {
        var markdown = SampleReport.Full(evil: "|a_b*<i>").ToMarkdown();
        Assert.Contains(@"| features.0\|a\_b\*\<i\> | Conv2d | 32 | 32 | 16 | 8 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| fine-tuning | 1 |  |  | 0.8750 | largest |", markdown, StringComparison.Ordinal);
        Assert.Contains("| Seed | 7 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| libtorch | 2.7.1 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| student | 1.50 (1.17 to 1.75) | 0.50 (0.25 to 0.83) |", markdown, StringComparison.Ordinal);
    }

    /// <summary>What steers a terminal, or turns the order of what is read, is not for a report.</summary>
    [Theory]
    [InlineData("\0")]
    [InlineData("\a")]
    [InlineData("\u001b[2J")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u202e")]
    [InlineData("\u200b")]
    [InlineData("\r\n")]
    public void Names_that_cannot_be_seen_are_marked(string evil)
    {
        var report = SampleReport.Full(evil: evil);
        var graph = Mermaid(evil);
        foreach (var text in new[] { report.ToString(), report.ToMarkdown(), report.ToHtml(), graph })
        {
            Assert.DoesNotContain(evil, text, StringComparison.Ordinal);
            Assert.DoesNotContain(text.Replace("\n", ""), letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\u202e');
        }
        Parse(report.ToHtml());
    }

    private static string Mermaid(string evil)
    {
        using var net = nn.Sequential((Name("a"), nn.Conv2d(1, 4, 3)), (Name("b"), nn.Conv2d(4, 4, 3)), (Name("c"), nn.Conv2d(4, 2, 3)));
        using var input = zeros(1, 1, 8, 8);
        return FilterGraph.Discover(net, input).ToMermaid();

        string Name(string name) => name + evil;
    }

    [Fact]
    public void Every_layer_of_a_deep_network_has_its_bar_and_its_row()
    {
        var page = Parse(SampleReport.Full(layers: 150).ToHtml());
        var items = page.Descendants("ol").Single(e => e.Attribute("class")?.Value == "layers").Elements("li").ToArray();
        Assert.Equal(150, items.Length);
        Assert.Equal(["32 → 16 → 10", "32 → 16 → 8"], items[2..4].Select(i => i.Elements("span").Last().Value));
        // The original whole, then 32, 16 and 10 of 32.
        Assert.Equal(["200", "200", "100", "62.5"], items[2].Descendants("rect").Select(r => r.Attribute("width")!.Value));
        Assert.Equal(150, page.Descendants("details").Single().Descendants("tbody").Single().Elements("tr").Count());
    }

    [Fact]
    public void Nothing_is_drawn_outside_of_its_chart()
    {
        foreach (var page in new[] { SampleReport.Full(), SampleReport.Full(layers: 150), Strange() }.Select(r => Parse(r.ToHtml())))
        {
            foreach (var chart in page.Descendants("svg"))
            {
                var box = chart.Attribute("viewBox")!.Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
                foreach (var element in chart.Descendants())
                {
                    foreach (var name in (string[])["x", "x1", "x2", "cx", "width"]) Assert.InRange(Number(element, name), 0, box[2]);
                    foreach (var name in (string[])["y", "y1", "y2", "cy", "height"]) Assert.InRange(Number(element, name), 0, box[3]);
                    Assert.InRange(Number(element, "x") + Number(element, "width"), 0, box[2] + 0.02);
                    Assert.InRange(Number(element, "y") + Number(element, "height"), 0, box[3] + 0.02);
                    var points = element.Attribute("points")?.Value
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(p => p.Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray()) ?? [];
                    Assert.All(points, p => Assert.True(p[0] >= 0 && p[0] <= box[2] && p[1] >= 0 && p[1] <= box[3]));
                }
            }
        }

        static double Number(XElement element, string name) =>
            element.Attribute(name) is { } value ? double.Parse(value.Value, CultureInfo.InvariantCulture) : 0;
    }

    [Fact]
    public void A_metric_that_is_no_number_is_told_and_not_drawn()
    {
        var html = Strange().ToHtml();
        Assert.Contains("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(x|y|cx|cy|x1|x2|y1|y2|width|height|points)=""[^""]*(NaN|∞|Infinity)", html);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var (html, markdown) = (SampleReport.Full().ToHtml(), SampleReport.Full().ToMarkdown());
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator, german.NumberFormat.NegativeSign) =
            (",", ".", "~");
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.Equal((html, markdown), (SampleReport.Full().ToHtml(), SampleReport.Full().ToMarkdown()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void It_is_saved_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("report.html");
        File.WriteAllText(path, "what was there");
        SampleReport.Full().SaveHtml(path);
        Assert.Equal(SampleReport.Full().ToHtml(), File.ReadAllText(path));
        Assert.Throws<DirectoryNotFoundException>(() => SampleReport.Full().SaveHtml(Path.Combine(folder.Path, "none", "report.html")));
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => SampleReport.Full().SaveHtml("")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => SampleReport.Full().SaveHtml(null!)).ParamName);
        Assert.Equal(["report.html"], folder.Files());
    }

    /// <summary>One epoch, one layer, an original without a metric, levels of equal size.</summary>
    private static PruningReport Strange()
    {
        var line = new LevelReport("original", 30, 30, 900, 900, double.NaN, new Latency(1, 1, 1, 1));
        var report = SampleReport.Full(layers: 1, lines: [
            line, line with { Name = "largest", Metric = 0.5 }, line with { Name = "assistant 1", Metric = double.PositiveInfinity },
            line with { Name = "student", Metric = 0.5 }
        ]);
        return new PruningReport(report.MetricName, report.Chain, report.Lines, [], 0, report.Environment)
        {
            Layers =
            report.Layers,
            Scores = report.Scores,
            History = [new(PruningPhase.FineTune, 1, [new("student", double.NaN)])]
        };
    }

    /// <summary>As XML, which asks more of a page than HTML does.</summary>
    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);
}
