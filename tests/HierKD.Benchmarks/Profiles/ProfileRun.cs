using System.Diagnostics;
using HierKD.Benchmarks.Report;
using HierKD.Benchmarks.Workloads;
using HierKD.Samples;

namespace HierKD.Benchmarks.Profiles;

/// <summary>Shows where the time of a joint step of four levels goes.</summary>
internal static class ProfileRun
{
    private const int Batch = 64;
    private const int WarmUps = 2;
    private static readonly string[] Default = ["vgg16", "resnet56"];

    public static int Run(ProfileSettings settings)
    {
        set_num_threads(1);
        foreach (var network in settings.Networks.Count == 0 ? Default : settings.Networks)
        {
            var row = Profile(network, settings.Steps);
            var rows = ResultRows.Load<ProfileRow>(settings.Results);
            rows.RemoveAll(r => (r.Network, r.From.Machine) == (row.Network, row.From.Machine));
            rows.Add(row);
            rows.Sort((a, b) => (a.From.Machine, b.Network).CompareTo((b.From.Machine, a.Network)));
            ResultRows.Save(settings.Results, rows, ProfilePage.Of);
            Console.Write(ProfilePage.Table([row]));
        }
        return 0;
    }

    private static ProfileRow Profile(string network, int steps)
    {
        manual_seed(1);
        using var session = (SessionStep)WorkloadCatalog.Make("joint", network, Batch, CPU);
        for (var i = 0; i < WarmUps; i++) session.Step();
        session.Profile.IsOn = true;
        var (all, backward) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < steps; i++)
        {
            var start = Stopwatch.GetTimestamp();
            session.Backward();
            backward += Stopwatch.GetElapsedTime(start);
            session.StepOptimizer();
            all += Stopwatch.GetElapsedTime(start);
        }
        var parts = session.Profile.Times.ToDictionary(p => $"{p.Key}", p => p.Value.TotalMilliseconds / steps);
        return new ProfileRow(
            network, Batch, steps, all.TotalMilliseconds / steps, parts, (all - backward).TotalMilliseconds / steps,
            FormattableString.Invariant($"dotnet run --project tests/HierKD.Benchmarks -c Release -- profile {network} --steps {steps}"),
            DateTime.UtcNow, Provenance.Of(1, "cpu"));
    }
}
