namespace HierKD.Benchmarks.Rows;

/// <summary>All comparisons and their targets.</summary>
internal static class BenchmarkCatalog
{
    public static IReadOnlyList<StepBenchmark> All { get; } =
    [
        .. Workloads.Networks.Names.Select(n => new StepBenchmark($"step-{n}", "training step", n, "dense", Reference: null, Target: 1.00)),
        Fast("resnet20", 0.75),
        Fast("vgg16", 0.60),
        Overhead("resnet20"),
        Overhead("resnet56"),
        Apart("vgg16"),
        Apart("resnet56"),
        Joint("vgg16", "joint-untaught", ""),
        Joint("vgg16", "joint", ", taught"),
        Joint("resnet56", "joint-untaught", ""),
        Joint("resnet56", "joint", ", taught"),
    ];

    private static StepBenchmark Fast(string network, double target) => new($"fast-{network}", "training step with channels last and bfloat16", network, "session-fast", Reference: null, target);

    private static StepBenchmark Overhead(string network) => new($"overhead-{network}", "step of a session with one whole level", network, "session", "dense", Target: 1.02);

    private static StepBenchmark Apart(string network) =>
        new($"apart-{network}", "joint step of 4 levels (keep 1, .75, .5, .25 of the filters) against plain steps of four networks of these widths", network, "joint-untaught", "apart", Target: 1.10);

    private static StepBenchmark Joint(string network, string work, string taught) =>
        new($"{work}-{network}", $"joint step of 4 levels (keep 1, .75, .5, .25 of the filters{taught})", network, work, "session", Target: 1.10) { PerMultiplyAdd = true };
}
