using System.Diagnostics;
using System.Text.Json;

namespace HierKD.Benchmarks.Workloads;

/// <summary>
/// The other end of <see cref="Pairs.WorkProcess"/>: says that it is ready, then answers each line with a number of steps by the seconds
/// that each took.
/// </summary>
internal static class WorkLoop
{
    public static int Run(WorkSettings settings)
    {
        set_num_threads(settings.Threads);
        manual_seed(1);
        // What libtorch takes by itself is there after its first tensor.
        using (rand(1))
        {
        }
        using var process = Process.GetCurrentProcess();
        var bare = process.WorkingSet64;
        // A GPU goes on by itself.
        Action finish = settings.Device == "cuda" ? () => cuda.synchronize() : () => { };
        using var workload = WorkloadCatalog.Make(settings.Work, settings.Network, settings.Batch, device(settings.Device));
        return Run(workload, bare, finish, Console.In, Console.Out);
    }

    private static int Run(IWorkload workload, long bare, Action finish, TextReader asked, TextWriter answers)
    {
        Say(answers, new WorkStart(
            workload.Parameters, workload.MultiplyAdds,
            $"{typeof(Tensor).Assembly.GetName().Name} {typeof(Tensor).Assembly.GetName().Version}", bare));
        while (asked.ReadLine() is { } line)
        {
            var seconds = new double[int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)];
            for (var i = 0; i < seconds.Length; i++)
            {
                workload.Prepare();
                var start = Stopwatch.GetTimestamp();
                workload.Step();
                finish();
                seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            using var process = Process.GetCurrentProcess();
            Say(answers, new WorkRound(
                seconds, process.PeakWorkingSet64, process.WorkingSet64, DisposeScopeManager.Statistics.ThreadTotalLiveCount));
        }
        return 0;
    }

    private static void Say<T>(TextWriter answers, T what)
    {
        answers.WriteLine(JsonSerializer.Serialize(what, WorkJson.Options));
        answers.Flush();
    }
}
