using HierKD.OnnxSurvey.Export;
using HierKD.OnnxSurvey.Latency;

namespace HierKD.OnnxSurvey.Report;

/// <summary>What the file of the results holds.</summary>
internal sealed record OnnxRows(IReadOnlyList<ExportRow> Exports, IReadOnlyList<LatencyRow> Latencies);
