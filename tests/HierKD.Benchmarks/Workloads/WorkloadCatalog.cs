namespace HierKD.Benchmarks.Workloads;

/// <summary>What a process can be told to do.</summary>
internal static class WorkloadCatalog
{
    /// <summary>The filters that the levels of <c>joint</c> keep: everything, 75, 50 and 25 %.</summary>
    private static readonly TeacherChain FourLevels = TeacherChain.Explicit(0.75, 0.5, 0.25, 0);

    public static IReadOnlyList<string> Names { get; } = [
        "dense", "session", "joint", "joint-given-back", "joint-untaught", "forward", "forward-50", "forward-25", "forward-50-timed",
        "forward-25-timed", "one-sample", "operators", "discovery", "discovery-and-removal"
    ];

    public static IWorkload Make(string name, string network, int batch, Device device) => name switch
    {
        "dense" => new DenseStep(network, batch, device),
        // One level that is as good as whole, taught by nobody and not scored: what is left is the session itself.
        "session" => new SessionStep(network, batch, device, Whole, score: false),
        "joint" => new SessionStep(network, batch, device, new() { Chain = FourLevels }, score: true),
        "joint-given-back" => new SessionStep(network, batch, device, new() { Chain = FourLevels, GiveBackMemory = true }, score: true),
        "joint-untaught" => new SessionStep(network, batch, device, Untaught, score: true),
        "forward" => new ForwardPass(network, batch, device),
        "forward-50" => new ForwardPass(network, batch, device, keep: 0.5),
        "forward-25" => new ForwardPass(network, batch, device, keep: 0.25),
        "forward-50-timed" => new ForwardPass(network, batch, device, keep: 0.5, timed: true),
        "forward-25-timed" => new ForwardPass(network, batch, device, keep: 0.25, timed: true),
        "operators" => new SmallOperators(network, device),
        "one-sample" => ForwardPass.OfOneSample(network, device),
        "discovery" => new Discovery(network, device, remove: false),
        "discovery-and-removal" => new Discovery(network, device, remove: true),
        _ => throw new ArgumentException($"There is no work '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    private static SessionOptions Untaught => new() { Chain = FourLevels, Distillation = new() { Weight = 0 } };

    private static SessionOptions Whole => new() { Chain = TeacherChain.Explicit(1e-9), Distillation = new() { Weight = 0 } };
}
