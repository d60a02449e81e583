using System.Globalization;

namespace HierKD.Tests.Reporting;

public sealed class PruningReportTests
{
    private static readonly PruningReport Report = new(
        "top-1",
        [
            new LevelReport("original", 30, 30, 2_000_000, 12_345_678, 0.91236, new Latency(12.346, 11.5, 13, 64)),
            new LevelReport("largest", 30, 30, 2_000_000, 12_345_678, 0.9, new Latency(12.3, 11.5, 13, 64)),
            new LevelReport("student, joint phase", 12, 30, 543_210, 999_999, 0.5, new Latency(4, 3.999, 4.5, 64)),
            new LevelReport("student", 12, 30, 543_210, 999_999, 0.87654, new Latency(4, 3.25, 4.5, 64)),
        ],
        []);

    [Fact]
    public void The_table_has_a_line_for_every_level_and_aligned_columns()
    {
        const string Expected = """
            level                 filters          params             MACs   top-1                  latency (quartiles)
            original                30/30  2.00 M (100 %)  12.35 M (100 %)  0.9124  12.35 ms (11.50 to 13.00, batch 64)
            largest                 30/30  2.00 M (100 %)  12.35 M (100 %)  0.9000  12.30 ms (11.50 to 13.00, batch 64)
            student, joint phase    12/30  543.2 k (27 %)   1000.0 k (8 %)  0.5000     4.00 ms (4.00 to 4.50, batch 64)
            student                 12/30  543.2 k (27 %)   1000.0 k (8 %)  0.8765     4.00 ms (3.25 to 4.50, batch 64)

            """;
        Assert.Equal(Expected, Report.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Markdown_is_a_table_with_the_same_cells()
    {
        var rows = Report.ToMarkdown().TrimEnd().Split('\n').Select(l => l.Trim()).ToArray();
        Assert.Equal(6, rows.Length);
        Assert.All(rows, r => Assert.Equal((8, '|', '|'), (r.Split('|').Length, r[0], r[^1])));
        Assert.Matches(@"^\| -+ \| -+: \| -+: \| -+: \| -+: \| -+: \|$", rows[1]);
        Assert.Equal(
            ["student", "12/30", "543.2 k (27 %)", "1000.0 k (8 %)", "0.8765", "4.00 ms (3.25 to 4.50, batch 64)"],
            rows[5].Split('|')[1..^1].Select(c => c.Trim()));
        Assert.Single(rows.Select(r => r.Length).Distinct());
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var (text, markdown) = (Report.ToString(), Report.ToMarkdown());
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.Equal("0,5", 0.5.ToString(CultureInfo.CurrentCulture));
            Assert.Equal((text, markdown), (Report.ToString(), Report.ToMarkdown()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_keeps_its_filters_is_said_below_the_table()
    {
        var report = new PruningReport("top-1", Report.Lines, [new FilterLock("features.0", "it is the first layer", 16, 16), new FilterLock("features.3", "a size is written into the forward", 4, 32)]);
        Assert.EndsWith("\nfeatures.0 keeps its filters: it is the first layer.\nfeatures.3 keeps 4 of its 32 filters: a size is written into the forward.\n", report.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("|\n\n- features.0 keeps its filters: it is the first layer.\n- features.3 keeps 4 of its 32 filters: a size is written into the forward.\n", report.ToMarkdown().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_is_the_original_and_the_last_the_student()
    {
        Assert.Equal(("original", 0.91236), (Report.Original.Name, Report.Original.Metric));
        Assert.Equal(("student", 0.87654), (Report.Student.Name, Report.Student.Metric));
    }
}
