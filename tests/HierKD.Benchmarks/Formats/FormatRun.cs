using System.Diagnostics;
using HierKD.Benchmarks.Workloads;
using HierKD.Samples;

namespace HierKD.Benchmarks.Formats;

/// <summary>Lets sessions of the networks choose how they compute.</summary>
internal static class FormatRun
{
    private const string Program = "dotnet run --project tests/HierKD.Benchmarks -c Release";

    public static int Run(FormatSettings settings)
    {
        var networks = settings.Networks.Count == 0 ? Networks.Names : settings.Networks;
        foreach (var network in networks)
        {
            foreach (var threads in settings.Threads)
            {
                var row = Measure(network, threads, settings);
                Console.WriteLine(FormattableString.Invariant($"{network}, threads: {threads}: {row.Choice} Took {row.Seconds:0.0} s."));
                FormatResults.Add(settings.Results, row);
            }
        }
        return 0;
    }

    private static FormatRow Measure(string network, int threads, FormatSettings settings)
    {
        set_num_threads(threads);
        manual_seed(1);
        var device = new Device(settings.Device);
        using var model = Networks.Make(network).to(device);
        model.train();
        using var made = randn(settings.Batch, 3, 32, 32);
        using var images = made.to(device);
        using var example = images.narrow(0, 0, Math.Min(2, settings.Batch));
        using var session = HierarchicalPruner.Start(model, example, new()
        {
            MemoryFormat = MemoryFormat.Fastest,
            Precision = ComputePrecision.Fastest,
            // Nothing is removed.
            Discovery = new() { Verify = false },
        });
        var watch = Stopwatch.StartNew();
        session.Computing.Settle([images]);
        return new FormatRow(
            network, settings.Batch, session.Computation!, watch.Elapsed.TotalSeconds,
            FormattableString.Invariant(
                $"{Program} -- formats {network} --threads {threads} --batch {settings.Batch}") +
                (settings.Device == "cpu" ? "" : $" --device {settings.Device}"),
            DateTime.UtcNow, Provenance.Of(threads, settings.Device));
    }
}
