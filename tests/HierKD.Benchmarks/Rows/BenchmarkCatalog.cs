using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>All comparisons and their targets.</summary>
internal static class BenchmarkCatalog
{
    /// <summary>A model with so many fewer multiply-adds is to be at least 0.8 times as many times faster.</summary>
    private const double SpeedUp = 1 / 0.8;

    private const string FourLevels = "joint step of 4 levels (keep 1, .75, .5, .25 of the filters";

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        .. Workloads.Networks.Names
            .Select(n => new StepBenchmark($"step-{n}", "training step", n, "dense", StepBenchmark.PyTorch, Target: 1.00)),
        .. Workloads.SmallOperators.Names.Select(n => new StepBenchmark(
            $"operators-{n}", "a thousand calls on tensors of 1x16x4x4", n, "operators", StepBenchmark.PyTorch, Target: null)),
        Overhead("resnet20"),
        Overhead("resnet56"),
        Joint("vgg16", "joint-untaught", ""),
        Joint("vgg16", "joint", ", taught"),
        Joint("resnet56", "joint-untaught", ""),
        Joint("resnet56", "joint", ", taught"),
        .. Students("vgg16"),
        .. Students("resnet56"),
        .. Memory("vgg16"),
        .. Memory("resnet56"),
        new SoakBenchmark("soak-resnet20", $"{FourLevels}, taught)", "resnet20", "joint", Target: 1.02),
        Discovery("resnet50", 40),
        Discovery("unet", 20),
        Discovery("unet3d", 30),
        Discovery("vit", 40),
        .. Workloads.LargeNetworks.Names.Select(n => new DiscoveryMemoryBenchmark($"discovery-memory-{n}", n)),
        new TorchPruningBenchmark(
            "discovery-torch-pruning", "discovery with verification, removal of half of the filters", "discovery-and-removal"),
    ];

    private static StepBenchmark Overhead(string network) =>
        new($"overhead-{network}", "step of a session with one whole level", network, "session", "dense", Target: 1.02);

    private static StepBenchmark Joint(string network, string work, string how) =>
        new($"{work}-{network}", $"{FourLevels}{how})", network, work, "session", Target: 1.10) { PerMultiplyAdd = true };

    private static DiscoveryBenchmark Discovery(string network, double target) => new($"discovery-{network}", network, target);

    /// <summary>What a joint step takes with the system's allocator, with memory given back, and with tcmalloc; and at what cost.</summary>
    private static IEnumerable<Benchmark> Memory(string network) =>
    [
        new MemoryBenchmark($"memory-{network}", $"{FourLevels}, taught): peak memory", network, "joint", "dense", Target: null),
        new MemoryBenchmark(
            $"memory-given-back-{network}", $"{FourLevels}, taught, GiveBackMemory): peak memory", network, "joint-given-back", "dense",
            Target: 1.5),
        new MemoryBenchmark(
            $"memory-tcmalloc-{network}", $"{FourLevels}, taught, tcmalloc): peak memory", network, "joint", "dense", Target: 1.5)
        { Allocator = Allocator.Tcmalloc },
        new StepBenchmark(
            $"joint-given-back-{network}", $"{FourLevels}, taught, GiveBackMemory)", network, "joint-given-back", "joint", Target: null),
        new StepBenchmark($"joint-tcmalloc-{network}", $"{FourLevels}, taught, tcmalloc)", network, "joint", "joint", Target: 1.05)
        { Allocator = Allocator.Tcmalloc },
    ];

    private static IEnumerable<StepBenchmark> Students(string network) =>
        from keep in (int[])[50, 25]
        from how in ((string Work, string Says)[])[("", ""), ("-timed", ", TimedWidths")]
        select new StepBenchmark(
            $"student-{network}-{keep}{how.Work}", $"forward pass of a student with {keep} % of the multiply-adds{how.Says}",
            network, $"forward-{keep}{how.Work}", "forward", how.Work == "" ? null : SpeedUp)
        { PerMultiplyAdd = true };
}
