using System.Text.Json;

namespace HierKD.Benchmarks.Workloads;

/// <summary>How the lines between the processes are written: as Python writes them.</summary>
internal static class WorkJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
}
