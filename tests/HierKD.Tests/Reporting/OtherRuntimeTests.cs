namespace HierKD.Tests.Reporting;

/// <summary>Latencies that were measured in another program.</summary>
public sealed class OtherRuntimeTests
{
    private static readonly Dictionary<string, Latency> Times = new()
    {
        ["original"] = new(10, 9, 11, 32),
        ["student"] = new(2, 1.5, 2.25, 32),
    };

    [Fact]
    public void They_are_a_column_and_the_student_before_fine_tuning_has_the_students()
    {
        var report = SampleReport.Full().WithLatencies("ONNX Runtime", Times);
        Assert.Equal([10d, null, null, 2, 2], report.Lines.Select(l => l.LatencyIn.SingleOrDefault()?.Latency.MedianMilliseconds));
        var rows = report.ToString().ReplaceLineEndings("\n").Split('\n')[..6];
        Assert.EndsWith("ONNX Runtime", rows[0], StringComparison.Ordinal);
        Assert.EndsWith("  10.00 ms (9.00 to 11.00, batch 32)", rows[1], StringComparison.Ordinal);
        Assert.EndsWith("13.00, batch 64)", rows[2].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("  2.00 ms (1.50 to 2.25, batch 32)", rows[5], StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime |\n", report.ToMarkdown().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">latency, ONNX Runtime</th>", report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("2.00 ms<small>1.50 to 2.25</small>", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_itself_stays_and_a_second_program_has_a_column_of_its_own()
    {
        var report = SampleReport.Full();
        var both = report.WithLatencies("ONNX Runtime", Times).WithLatencies("TensorRT", Times);
        Assert.All(report.Lines, line => Assert.Empty(line.LatencyIn));
        Assert.Equal(["ONNX Runtime", "TensorRT"], both.Student.LatencyIn.Select(l => l.Runtime));
        Assert.Equal(report.Settings, both.Settings);
        Assert.Equal(report.Rounding, both.Rounding);
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        var report = SampleReport.Full().WithLatencies("ONNX Runtime", Times);
        Assert.Equal("runtime", Assert.Throws<ArgumentException>(() => report.WithLatencies(" ", Times)).ParamName);
        Assert.Equal("runtime", Assert.Throws<ArgumentException>(() => report.WithLatencies("ONNX Runtime", Times)).ParamName);
        Assert.Equal(
            "latencies", Assert.Throws<ArgumentException>(() => report.WithLatencies("x", new Dictionary<string, Latency>())).ParamName);
        var unknown = Assert.Throws<ArgumentException>(
            () => report.WithLatencies("x", new Dictionary<string, Latency> { ["tiny"] = Times["student"] }));
        Assert.Contains("'tiny'; the report's lines are original, largest", unknown.Message, StringComparison.Ordinal);
    }
}
