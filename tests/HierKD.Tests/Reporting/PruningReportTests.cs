using System.Globalization;

namespace HierKD.Tests.Reporting;

public sealed class PruningReportTests
{
    private static readonly PruningReport Report = new(
        "top-1",
        TeacherChain.Uniform(0.6, 1),
        [
            new LevelReport("original", 30, 30, 2_000_000, 12_345_678, 0.91236, new Latency(12.346, 11.5, 13, 64)),
            new LevelReport("largest", 30, 30, 2_000_000, 12_345_678, 0.9, new Latency(12.3, 11.5, 13, 64)),
            new LevelReport("student, joint phase", 12, 30, 543_210, 999_999, 0.5, new Latency(4, 3.999, 4.5, 64)),
            new LevelReport("student", 12, 30, 543_210, 999_999, 0.87654, new Latency(4, 3.25, 4.5, 64)),
        ],
        [], 0, SampleReport.Environment);

    [Fact]
    public void The_table_has_a_line_for_every_level_and_aligned_columns()
    {
        const string Expected = """
            level                 filters          params             MACs   top-1                  latency (quartiles)
            original                30/30  2.00 M (100 %)  12.35 M (100 %)  0.9124  12.35 ms (11.50 to 13.00, batch 64)
            largest                 30/30  2.00 M (100 %)  12.35 M (100 %)  0.9000  12.30 ms (11.50 to 13.00, batch 64)
            student, joint phase    12/30  543.2 k (27 %)   1000.0 k (8 %)  0.5000     4.00 ms (4.00 to 4.50, batch 64)
            student                 12/30  543.2 k (27 %)   1000.0 k (8 %)  0.8765     4.00 ms (3.25 to 4.50, batch 64)
            Kept of the filters: largest 100 % (target 100 %), student 40 % (target 40 %).

            """;
        Assert.Equal(Expected, Report.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Markdown_is_a_table_with_the_same_cells()
    {
        var rows = Head(Report).TrimEnd().Split('\n').Select(l => l.Trim()).ToArray();
        Assert.Equal(8, rows.Length);
        Assert.All(rows[..6], r => Assert.Equal((8, '|', '|'), (r.Split('|').Length, r[0], r[^1])));
        Assert.Matches(@"^\| -+ \| -+: \| -+: \| -+: \| -+: \| -+: \|$", rows[1]);
        Assert.Equal(
            ["student", "12/30", "543.2 k (27 %)", "1000.0 k (8 %)", "0.8765", "4.00 ms (3.25 to 4.50, batch 64)"],
            rows[5].Split('|')[1..^1].Select(c => c.Trim()));
        Assert.Single(rows[..6].Select(r => r.Length).Distinct());
        Assert.Equal(["", "Kept of the filters: largest 100 % (target 100 %), student 40 % (target 40 %)."], rows[6..]);
    }

    [Theory]
    [InlineData(Measure.Parameters, "parameters: largest 100 %", "student 27.2 %")]
    [InlineData(Measure.MultiplyAdds, "multiply-adds: largest 100 %", "student 8.1 %")]
    [InlineData(Measure.Latency, "latency: largest 99.6 %", "student 32.4 %")]
    public void What_is_kept_stands_beside_what_was_to_be_kept(Measure measure, string largest, string student)
    {
        var report = new PruningReport("top-1", TeacherChain.Uniform(0.675, 1).Of(measure), Report.Lines, [], 0, SampleReport.Environment);
        Assert.EndsWith(
            $"\nKept of the {largest} (target 100 %), {student} (target 32.5 %).\n", report.ToString().ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Equal(measure, report.Chain.Measure);
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
    public void The_agreement_with_the_teachers_gradients_is_said_where_it_was_measured()
    {
        var lines = Report.Lines
            .Select(l => l.Name.StartsWith("student", StringComparison.Ordinal) ? l with { Agreement = new(0.8512, 0.9) } : l)
            .ToArray();
        var report = new PruningReport("top-1", Report.Chain, lines, [], 0, SampleReport.Environment);
        Assert.EndsWith(
            "student 40 % (target 40 %).\nAgreement with the teacher's gradients (cosine/signs): student 0.85/0.90.\n",
            report.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith(
            "student 40 % (target 40 %).\n\nAgreement with the teacher's gradients (cosine/signs): student 0.85/0.90.\n", Head(report),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_rounding_would_bring_is_said_where_it_would_pay()
    {
        var report = new PruningReport(
            "top-1", Report.Chain, Report.Lines, [], 0,
            SampleReport.Environment)
        { Rounding = new(8, 16, 600_000, 1_100_000, new Latency(3.1, 2.9, 3.2, 64)) };
        const string Says =
            "With widths rounded up to multiples of 8 the student would keep 16 of 30 filters and still take 3.10 ms (2.90 to 3.20), not " +
            "4.00 ms (Pruner.Rounded, with a target that leaves it so many).\n";
        Assert.EndsWith("student 40 % (target 40 %).\n" + Says, report.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("student 40 % (target 40 %).\n\n" + Says, Head(report), StringComparison.Ordinal);
        Assert.Null(Report.Rounding);
    }

    [Fact]
    public void What_keeps_its_filters_is_said_below_the_table()
    {
        var report = new PruningReport("top-1", Report.Chain, Report.Lines, [
            new FilterLock("features.0", "it is the first layer", 16, 16),
            new FilterLock("features.3", "a size is written into the forward", 4, 32)
        ], 0, SampleReport.Environment);
        Assert.EndsWith(
            "\nfeatures.0 keeps its filters: it is the first layer.\nfeatures.3 keeps 4 of its 32 " +
            "filters: a size is written into the forward.\n",
            report.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith(
            "|\n\nKept of the filters: largest 100 % (target 100 %), student 40 % (target 40 %).\n\n- features.0 keeps its filters: it " +
            "is the first layer.\n- features.3 keeps 4 of its 32 filters: a size is written into the forward.\n",
            Head(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fine_tuned_student_leaves_all_else_as_it_was()
    {
        var rounding = new WidthRounding(8, 16, 600_000, 1_100_000, new Latency(3.1, 2.9, 3.2, 64));
        var report = new PruningReport(
            "loss", Report.Chain, Report.Lines.Where(l => l.Name != "student, joint phase").ToArray(), [new FilterLock("a", "b", 1, 2)], 7,
            SampleReport.Environment)
        {
            Model = "Net",
            HigherIsBetter = false,
            Rounding = rounding,
            IsOfRun = false,
            Settings = [new("a", "b")],
            Layers = SampleReport.Full().Layers,
            Scores = SampleReport.Full().Scores,
            History = SampleReport.Full().History,
        };
        var tuned = report.WithFineTunedStudent(0.1);
        var all = System.Reflection.BindingFlags.Instance
            | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;
        Assert.All(typeof(PruningReport).GetProperties(all).Where(p => p.Name is not (nameof(PruningReport.Lines)
            or nameof(PruningReport.Student))), p => Assert.Equal(p.GetValue(report), p.GetValue(tuned)));
        Assert.Equal(0.1, tuned.Student.Metric);
    }

    [Fact]
    public void The_first_line_is_the_original_and_the_last_the_student()
    {
        Assert.Equal(("original", 0.91236), (Report.Original.Name, Report.Original.Metric));
        Assert.Equal(("student", 0.87654), (Report.Student.Name, Report.Student.Metric));
    }

    /// <summary>What stands before the sections.</summary>
    private static string Head(PruningReport report) => report.ToMarkdown().ReplaceLineEndings("\n").Split("\n### ")[0];
}
