namespace HierKD.Benchmarks.Rows;

/// <summary>All comparisons and their targets.</summary>
internal static class BenchmarkCatalog
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        .. Workloads.Networks.Names.Select(n => new TrainingStep(n, target: 1.00)),
        new FastStep("resnet20", 0.75),
        new FastStep("vgg16", 0.60),
        new SessionOverhead("resnet20", 1.02),
        new SessionOverhead("resnet56", 1.02),
        new JointStep("vgg16", taught: false, 1.10),
        new JointStep("vgg16", taught: true, 1.10),
        new JointStep("resnet56", taught: false, 1.10),
        new JointStep("resnet56", taught: true, 1.10),
    ];
}
