using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HierKD.Mpi.Worker;

/// <summary>Writes docs/results/scale-out.md: what was measured, and what follows from it for many GPUs.</summary>
internal static class ExchangePage
{
    /// <summary>What a GPU computes of a ResNet-50 in training, in multiply-adds a second: an assumption.</summary>
    private const double GpuMultiplyAdds = 25e12;
    private const double ImageArea = 224.0 * 224 / (64 * 64);

    private static readonly (string Name, int Gpus, int Hosts, double BytesPerSecond, double SecondsPerCall, bool ThroughHost)[] Places =
    [
        ("8 GPUs, one host, CUDA-aware MPI over NVLink", 8, 1, 150e9, 20e-6, false),
        ("8 GPUs, one host, through host memory", 8, 1, 8e9, 30e-6, true),
        ("64 GPUs, 8 hosts, CUDA-aware, 400 Gbit/s a host", 64, 8, 50e9 / 8, 60e-6, false),
        ("64 GPUs, 8 hosts, through host memory, 100 Gbit/s a host", 64, 8, 12.5e9 / 8, 80e-6, true),
        ("64 GPUs, 8 hosts, through host memory, 10 Gbit/s a host", 64, 8, 1.25e9 / 8, 100e-6, true),
    ];

    public static void Write(Arguments told)
    {
        var rows = File.ReadLines(told.Text("rows")!).Select(line => JsonSerializer.Deserialize<ExchangeRow>(line)!).ToArray();
        var page = new StringBuilder();
        page.AppendLine("# What an exchange costs").AppendLine();
        page.Append("Joint steps of a session with one assistant that removes half of the filters, one thread for each ");
        page.AppendLine("process, on a machine of two");
        page.Append("cores. An exchange's time includes the wait for the slower process; with more processes than cores ");
        page.AppendLine("it is mostly that. Made by");
        page.AppendLine("`HierKD.Mpi.Worker measure`; the commands are in [scale-out.md](../scale-out.md#what-it-costs).").AppendLine();
        page.Append("| network | over | processes | calls a step | MB a step | step without exchange (ms) | exchange ");
        page.AppendLine("(ms) |");
        page.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var r in rows)
        {
            page.Append(Invariant($"| {r.Network}, batch {r.Batch} | {r.Library} | {r.Processes} "))
                .Append(Invariant($"| {r.Calls} | {r.Bytes / 1e6:0.0} | {r.StepMilliseconds:0.0} "))
                .AppendLine(Invariant($"| {r.ExchangeMilliseconds:0.0} |"));
        }
        var big = rows.Last(r => r.Network == "resnet50" && r.Processes > 1);
        page.AppendLine().AppendLine("## ResNet-50 on many GPUs, computed").AppendLine();
        page.Append("Nothing in this table was measured on GPUs. Bytes and calls of a step are those measured above. A ");
        page.AppendLine("ring moves each byte almost twice");
        page.Append("(2 (n - 1) / n); memory of the host is reached at 20 GB/s, once in each direction. A GPU is taken ");
        page.AppendLine("to compute");
        page.AppendLine(Invariant($"{GpuMultiplyAdds / 1e12:0} TMAC/s, at 224x224 pixels. HierKD does not overlap"));
        page.AppendLine("computing and exchange, so their times add up.").AppendLine();
        page.Append("| where | bandwidth of a GPU (GB/s) | exchange (ms) | step, batch 32 (ms) | efficiency | step, ");
        page.AppendLine("batch 256 (ms) | efficiency |");
        page.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var p in Places)
        {
            var exchange = 1e3 * (2.0 * (p.Gpus - 1) / p.Gpus * big.Bytes / p.BytesPerSecond + big.Calls * p.SecondsPerCall
                + (p.ThroughHost ? 2 * big.Bytes / 20e9 : 0));
            var (few, many) = (Compute(big, 32), Compute(big, 256));
            page.Append(Invariant(
                $"| {p.Name} | {p.BytesPerSecond / 1e9:0.##} | {exchange:0.0} | {few:0.0} | {few / (few + exchange):0 %} "))
                .AppendLine(Invariant($"| {many:0.0} | {many / (many + exchange):0 %} |"));
        }
        page.AppendLine();
        page.Append("It stops scaling where a step's exchange takes as long as its computing. That is a matter of the ");
        page.AppendLine("bandwidth of a host's network,");
        page.Append("which all of its GPUs share, not of the number of hosts: a ring moves the same bytes however long ");
        page.AppendLine("it is. Calls count only where");
        page.Append("bandwidth is plenty. Larger batches for each GPU help; so does pruning itself, since levels send ");
        page.AppendLine("their own sizes.");
        File.WriteAllText(told.Text("out")!, page.ToString().ReplaceLineEndings("\n"));
    }

    private static double Compute(ExchangeRow row, int batch) => 1e3 * batch * row.MultiplyAdds * ImageArea / GpuMultiplyAdds;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
