using HierKD.Networks;
using HierKD.OnnxSurvey.Export;
using HierKD.Samples;

namespace HierKD.OnnxSurvey.Report;

/// <summary>The part of the page on exports.</summary>
internal static class ExportSection
{
    public static IReadOnlyList<string> Titles { get; } =
    [
        "network", "input", "params", "nodes", "weights", "file", "s first", "s warm", "memory export", "memory forward", "difference"
    ];

    public static string[] Cells(ExportRow row) => row.Refused is null && row.FileBytes > 0
        ? [
            row.Network, row.Input, NumberText.Amount(row.Parameters), $"{row.Nodes}", Numbers.Bytes(row.WeightBytes),
            Numbers.Bytes(row.FileBytes), NumberText.Seconds(row.SecondsFirst), NumberText.Seconds(row.SecondsWarm),
            Memory(row.ExportBytes), Memory(row.ForwardBytes), Numbers.Difference(row.Difference),
        ]
        : [
            row.Network, row.Input, NumberText.Amount(row.Parameters), row.Refused is null ? "failed" : "refused",
            .. Enumerable.Repeat("", Titles.Count - 4),
        ];

    public static string Of(IReadOnlyList<ExportRow> rows) => rows.Count == 0 ? "" : $"""
        ## Exports

        Each network has a process of its own. Weights, biases, scales and running statistics are random, so that every channel has an
        effect; accuracy is no subject here.

        {InWords(rows)}

        | column | what it says |
        |---|---|
        | input | the shape of the example that the export gets; TorchVision's networks at the size of image that they are published for |
        | nodes | of the file's graph |
        | weights, file | the bytes of parameters and buffers, and of the file. A forward in evaluation mode need not use all of them |
        | s first, s warm | seconds of the process's first export, which also instruments TorchSharp, and of its second |
        | memory export | how far memory rises at most in that first export, above what the process has with the model{Instrumented(rows)} |
        | memory forward | the same of a plain forward of {ExportMeasurement.ForwardBatch} samples, as exports of large networks run it |
        | difference | the largest between ONNX Runtime and TorchSharp, relative to the output's largest element, over {Batches(rows)} |

        {Tables(rows)}{Refusals(rows)}
        """;

    private static string InWords(IReadOnlyList<ExportRow> rows)
    {
        var exported = rows.Where(r => r.Refused is null && r.Mistakes.Count == 0).ToArray();
        var worst = exported.MaxBy(r => r.Difference);
        var wrong = rows.Where(r => r.Mistakes.Count > 0).ToArray();
        return
            $"Of {rows.Count} networks {exported.Length} were exported and give the same in ONNX Runtime; refused by name: " +
            $"{rows.Count(r => r.Refused is not null)}." +
            (worst is null ? "" :
                $" The largest difference is {Numbers.Difference(worst.Difference)} ({worst.Network}); outputs for different samples are " +
                $"at least {Numbers.Difference(exported.Min(r => r.Variation))} apart, by the same measure.") +
            (wrong.Length == 0
                ? ""
                : $" **{wrong.Length} failed: {string.Join("; ", wrong.Select(r => $"{r.Network} ({r.Mistakes[0].Split('\n')[0]})"))}.**");
    }

    private static string Batches(IReadOnlyList<ExportRow> rows)
    {
        var batches = rows.SelectMany(r => r.Batches).Distinct().Order().ToArray();
        return $"batches of {string.Join(", ", batches)} random samples, not all of which the export tries, and all with other values";
    }

    // A network without a forward to speak of takes what every export takes.
    private static string Instrumented(IReadOnlyList<ExportRow> rows) =>
        rows.Where(r => r.Refused is null && r.ExportBytes is not null).Min(r => r.ExportBytes) is { } least
            ? $"; {Numbers.Bytes(least)} or so of it for the instrumented TorchSharp, once in a process"
            : "";

    private static string Tables(IReadOnlyList<ExportRow> rows) => string.Concat(rows
        .GroupBy(r => r.Source)
        .Select(source => $"### Networks of {source.Key}\n\n{TextTable.Markdown(Titles, source.Select(Cells))}\n"));

    private static string Refusals(IReadOnlyList<ExportRow> rows)
    {
        var refused = rows.Where(r => r.Refused is not null).ToArray();
        if (refused.Length == 0) return "";
        return "### What is refused\n\n| network | operator | message |\n|---|---|---|\n" + string.Concat(refused.Select(r =>
            $"| {r.Network} | {(r.Refused!.Operator is { } name ? $"`{name}`" : "")} | {Cell(r.Refused.FirstSentence)} |\n")) + "\n";
    }

    private static string Memory(long? bytes) => bytes is { } known ? Numbers.Bytes(Math.Max(0, known)) : "";

    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');
}
