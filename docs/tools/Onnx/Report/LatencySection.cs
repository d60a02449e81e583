using HierKD.Models;
using HierKD.Networks;
using HierKD.OnnxSurvey.Latency;
using HierKD.Samples;

namespace HierKD.OnnxSurvey.Report;

/// <summary>The part of the page on latencies.</summary>
internal static class LatencySection
{
    public static IReadOnlyList<string> Titles { get; } =
    [
        "network", "batch", "form", "params", "MACs", "TorchSharp, ms", "ONNX Runtime, ms", "ONNX Runtime / TorchSharp",
        "whole / pruned, TorchSharp", "whole / pruned, ONNX Runtime"
    ];

    /// <summary>Two lines for each batch.</summary>
    public static IEnumerable<string[]> Lines(LatencyRow row)
    {
        foreach (var times in row.Batches)
        {
            yield return
            [
                row.Network, $"{times.Batch}", "whole", NumberText.Amount(row.Parameters), NumberText.Amount(row.MultiplyAdds),
                .. Cells(times.Whole), "", ""
            ];
            yield return
            [
                row.Network, $"{times.Batch}", "pruned", NumberText.Amount(row.ParametersPruned), NumberText.Amount(row.MultiplyAddsPruned),
                .. Cells(times.Pruned), Numbers.Ratio(times.TorchSharpGain), Numbers.Ratio(times.OnnxRuntimeGain)
            ];
        }
    }

    public static string Of(IReadOnlyList<LatencyRow> rows) => rows.Count == 0 ? "" : $"""
        ## Latencies

        A network as it is, and without half of the filters of each group (drawn at random; the first layer keeps its own). Both, in
        TorchSharp and in ONNX Runtime, run in one process on one thread and take turns; how often, and how long a turn is, the command
        below says. Times are the median over the rounds, with the quartiles in brackets; ratios are of the same round. Inputs are ready
        before the clock starts.{SmallerBatches(rows)}

        {HeldBack(rows)}{TextTable.Markdown(Titles, rows.SelectMany(Lines))}

        """;

    private static string[] Cells(EngineTimes times) =>
        [Numbers.Milliseconds(times.TorchSharp), Numbers.Milliseconds(times.OnnxRuntime), Numbers.Ratio(times.Ratio)];

    private static string SmallerBatches(IReadOnlyList<LatencyRow> rows)
    {
        var smaller = rows
            .Select(r => (r.Network, Batch: r.Batches.Max(b => b.Batch))).Where(r => r.Batch < LatencyCase.UsualBatch).ToArray();
        return smaller.Length == 0 ? "" :
            $" The large batch has {LatencyCase.UsualBatch} samples, but for " +
            $"{string.Join(" and ", smaller.Select(r => $"{r.Network} {r.Batch}"))}, since more would take minutes.";
    }

    private static string HeldBack(IReadOnlyList<LatencyRow> rows) =>
        rows.All(r => !r.Origin.From.Machine.Contains(HiddenCaches.Variable, StringComparison.Ordinal)) ? "" :
            "This machine hides its processor's caches, so TorchSharp's convolutions are held to SSE4.1 " +
            $"(`{HiddenCaches.Variable}={HiddenCaches.Value}`) and ONNX Runtime is not: elsewhere the ratio between them would be " +
            "another.\n\n";
}
