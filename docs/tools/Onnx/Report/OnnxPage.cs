using HierKD.OnnxSurvey.Export;
using HierKD.OnnxSurvey.Latency;

namespace HierKD.OnnxSurvey.Report;

/// <summary>The results as a page of Markdown.</summary>
internal static class OnnxPage
{
    public static string Of(OnnxRows rows, string file) => $"""
        # ONNX files beside TorchSharp

        `HierKD.Onnx` writes networks as ONNX files. Here every network of `tests/HierKD.Models` and of the package TorchVision is exported,
        and the file held against the network in ONNX Runtime{Timed(rows)}. All figures are in [{file}]({file}), each row with the
        command that makes it again.

        {ExportSection.Of(rows.Exports)}{LatencySection.Of(rows.Latencies)}{Origins(rows)}
        """;

    private static string Timed(OnnxRows rows) => rows.Latencies.Count == 0 ? "" : "; for some of them the times of both are compared";

    private static string Origins(OnnxRows rows) => "## Where the rows come from\n\n" + string.Concat(
        from entry in Entries(rows)
        group entry.Network by (entry.Command, entry.Origin.From, entry.Origin.OnnxRuntime, entry.Origin.TorchVision, entry.Origin.Seed)
        into same
        let origin = same.Key.From
        select
            $"- `dotnet run --project docs/tools/Onnx -c Release -- {same.Key.Command} --seed {same.Key.Seed}`: {Networks([.. same])}. " +
            $"HierKD {origin.Version}, {origin.Torch}, TorchVision {same.Key.TorchVision}, ONNX Runtime {same.Key.OnnxRuntime}, " +
            $"{origin.Device}, threads: {origin.Threads}, {origin.Cores} cores of {origin.Machine}.\n");

    private static IEnumerable<(string Network, string Command, Origin Origin)> Entries(OnnxRows rows) =>
    [
        .. rows.Exports.Where(r => r.Origin is not null).Select(r => (r.Network, "export", r.Origin!)),
        .. rows.Latencies.Select(r => (
            r.Network, FormattableString.Invariant($"latency --rounds {r.Rounds} --seconds {r.SecondsPerTurn}"), r.Origin)),
    ];

    private static string Networks(IReadOnlyList<string> names) =>
        names.Count <= 5 ? string.Join("; ", names) : $"{names.Count} networks, {names[0]} to {names[^1]}";
}
