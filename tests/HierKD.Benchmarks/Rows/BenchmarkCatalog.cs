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
        Fast("resnet20", 0.75),
        Fast("vgg16", 0.60),
        FastBoth("resnet20"),
        FastBoth("vgg16"),
        Overhead("resnet20"),
        Overhead("resnet56"),
        Joint("vgg16", "joint-untaught", ""),
        Joint("vgg16", "joint", ", taught"),
        Joint("resnet56", "joint-untaught", ""),
        Joint("resnet56", "joint", ", taught"),
        .. OtherWays("vgg16"),
        .. OtherWays("resnet56"),
        Apart("vgg16"),
        Apart("resnet56"),
        .. SlimSpeeds("vgg16"),
        .. SlimSpeeds("resnet56"),
        Memory("vgg16"),
        Memory("resnet56"),
        new SoakBenchmark("soak-resnet20", $"{FourLevels}, taught)", "resnet20", "joint", Target: 1.02),
        Discovery("resnet50", 40),
        Discovery("unet", 20),
        Discovery("unet3d", 30),
        Discovery("vit", 40),
        .. Workloads.LargeNetworks.Names.Select(n => new DiscoveryMemoryBenchmark($"discovery-memory-{n}", n)),
        new TorchPruningBenchmark(
            "discovery-torch-pruning", "discovery with verification, removal of half of the filters", "discovery-and-removal"),
        new TorchPruningBenchmark(
            "discovery-unverified-torch-pruning", "discovery without verification, removal of half of the filters",
            "discovery-unverified-and-removal"),
    ];

    private static StepBenchmark Fast(string network, double target) =>
        new($"fast-{network}", "training step with channels last and bfloat16", network, "session-fast", StepBenchmark.PyTorch, target);

    private static StepBenchmark FastBoth(string network) => new(
        $"fast-both-{network}", "training step with channels last and bfloat16 on both sides", network, "session-fast",
        StepBenchmark.PyTorchFast, Target: null);

    private static StepBenchmark Overhead(string network) =>
        new($"overhead-{network}", "step of a session with one whole level", network, "session", "dense", Target: 1.02);

    private static StepBenchmark Joint(string network, string work, string how, string reference = "session") =>
        new($"{work}-{network}", $"{FourLevels}{how})", network, work, reference, Target: 1.10) { PerMultiplyAdd = true };

    /// <summary>What else was tried, so that a joint step costs what its multiply-adds are.</summary>
    private static IEnumerable<StepBenchmark> OtherWays(string network) =>
    [
        Joint(network, "joint-untaught-even", ", in every layer alike"),
        Joint(network, "joint-untaught-round", ", widths rounded to 8"),
        Joint(network, "joint-untaught-channels-last", ", channels last", "session-channels-last"),
    ];

    private static StepBenchmark Apart(string network) =>
        new(
            $"apart-{network}", $"{FourLevels}) against plain steps of four networks of these widths", network, "joint-untaught", "apart",
            Target: null);

    private static DiscoveryBenchmark Discovery(string network, double target) => new($"discovery-{network}", network, target);

    private static MemoryBenchmark Memory(string network) =>
        new($"memory-{network}", $"{FourLevels}, taught): peak memory", network, "joint", "dense", Target: 1.5);

    private static IEnumerable<StepBenchmark> SlimSpeeds(string network) =>
        from keep in (int[])[50, 25]
        from batch in (int[])[64, 1]
        from how in ((string Work, string Says, string Reference)[])[
            ("", "", ""), ("-round", ", widths rounded to 8", ""), ("-channels-last", ", channels last", "-channels-last")
        ]
        // With 8 filters at least in each layer, ResNet-56 keeps more than a quarter of its multiply-adds.
        where (network, keep, how.Work) != ("resnet56", 25, "-round")
        select new StepBenchmark(
            $"slim-{network}-{keep}-batch{batch}{how.Work}", $"forward pass of a student with {keep} % of the multiply-adds{how.Says}",
            network, $"forward-{keep}{how.Work}", $"forward{how.Reference}",
            batch == 64 ? SpeedUp : null)
        { Batch = batch, PerMultiplyAdd = true };
}
