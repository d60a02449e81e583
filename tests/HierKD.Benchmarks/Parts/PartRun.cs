using System.Globalization;
using System.Reflection;
using System.Text;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Mathematics;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HierKD.Samples;
using Perfolizer.Horology;

namespace HierKD.Benchmarks.Parts;

/// <summary>Runs the small parts with BenchmarkDotNet, and writes how long each takes beside its baseline.</summary>
internal static class PartRun
{
    // The native library and its settings are this process's own: another one, which BenchmarkDotNet would build, has neither.
    private static Job Job => Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(9)
        .WithIterationTime(TimeInterval.FromMilliseconds(150));

    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ConvolutionByWidth), typeof(NormalizationByLayout), typeof(GatherAndScatter), typeof(Augmentation), typeof(FiniteGradients),
    ];

    public static int Run(PartSettings settings)
    {
        var chosen =
            All.Where(p => settings.Names.Count == 0 || settings.Names.Any(n => p.Name.Contains(n, StringComparison.Ordinal))).ToArray();
        if (chosen.Length == 0)
        {
            throw new ArgumentException(
                $"No part's name contains {string.Join(" or ", settings.Names)}; there are {string.Join(", ", All.Select(p => p.Name))}.");
        }
        var config = ManualConfig.CreateEmpty().AddJob(Job).AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance).WithOptions(ConfigOptions.DisableOptimizationsValidator);
        var text = new StringBuilder(
            "# Small parts\n\nWritten by `dotnet run --project tests/HierKD.Benchmarks -c Release -- parts`, with BenchmarkDotNet: the " +
            "time of a case beside that of its baseline " +
            "in the same run, the median over nine iterations with their quartiles. One thread.\n");
        foreach (var type in chosen)
        {
            var summary = BenchmarkRunner.Run(type, config);
            if (summary.HasCriticalValidationErrors || summary.Reports.Any(r => !r.Success))
            {
                throw new InvalidOperationException($"{type.Name} did not run to its end; the reason is above.");
            }
            text.Append(Table(type, summary));
        }
        var from = Provenance.Of(threads: 1, "cpu");
        text.Append(
            CultureInfo.InvariantCulture, $"\nHierKD {from.Version}, {from.Torch}, {from.Device}, {from.Machine}, cores: {from.Cores}.\n");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(settings.Results))!);
        File.WriteAllText(settings.Results, text.ToString());
        return 0;
    }

    /// <summary>A line for each combination of parameters, a column for each method.</summary>
    private static string Table(Type type, Summary summary)
    {
        var methods = summary.BenchmarksCases.Select(c => c.Descriptor).Distinct().ToArray();
        var parameters = summary.BenchmarksCases[0].Parameters.Items.Select(i => i.Name).ToArray();
        var baseline = methods.Single(m => m.Baseline);
        var text = new StringBuilder();
        var name = baseline.WorkloadMethod.Name;
        var titles =
            parameters.Append($"{name}, ms").Concat(methods.Where(m => m != baseline).Select(m => $"{m.WorkloadMethod.Name} / {name}"));
        text.Append(CultureInfo.InvariantCulture, $"\n## {type.Name}\n\n| {string.Join(" | ", titles)} |\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"|{string.Concat(parameters.Select(_ => "---|"))}{string.Concat(methods.Select(_ => "---:|"))}\n");
        foreach (var line in summary.Reports.GroupBy(r => string.Join(" | ", r.BenchmarkCase.Parameters.Items.Select(i => i.Value))))
        {
            var reference = Times(line.Single(r => r.BenchmarkCase.Descriptor == baseline));
            var cells = methods.Where(m => m != baseline)
                .Select(m => Ratio(Times(line.Single(r => r.BenchmarkCase.Descriptor == m)), reference));
            string[] first = [line.Key, (reference.Median / 1e6).ToString("0.000", CultureInfo.InvariantCulture)];
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", first.Where(c => c.Length > 0).Concat(cells))} |\n");
        }
        return text.ToString();
    }

    private static Statistics Times(BenchmarkReport report) =>
        report.ResultStatistics ?? throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} has no times.");

    private static string Ratio(Statistics times, Statistics baseline)
    {
        var format = times.Median < 0.1 * baseline.Median ? "0.0000" : "0.00";
        return $"{Of(times.Median)} ({Of(times.Q1)} to {Of(times.Q3)})";

        string Of(double time) => (time / baseline.Median).ToString(format, CultureInfo.InvariantCulture);
    }
}
