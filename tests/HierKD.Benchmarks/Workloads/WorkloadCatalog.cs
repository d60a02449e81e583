namespace HierKD.Benchmarks.Workloads;

/// <summary>What a process can be told to do.</summary>
internal static class WorkloadCatalog
{
    /// <summary>The filters that the levels of <c>joint</c> keep: everything, 75, 50 and 25 %.</summary>
    private static readonly TeacherChain FourLevels = TeacherChain.Explicit(0.75, 0.5, 0.25, 0);

    public static IReadOnlyList<string> Names { get; } = [
        "dense", "session", "session-fast", "session-channels-last", "joint", "joint-untaught", "joint-untaught-channels-last",
        "joint-untaught-even", "joint-untaught-round", "apart", "forward", "forward-50", "forward-25", "forward-50-round",
        "forward-25-round", "forward-50-timed", "forward-25-timed",
        "forward-channels-last", "forward-50-channels-last", "forward-25-channels-last", "one-sample",
        "discovery", "discovery-and-removal", "discovery-unverified-and-removal"
    ];

    public static IWorkload Make(string name, string network, int batch, Device device) => name switch
    {
        "dense" => new DenseStep(network, batch, device),
        // One level that is as good as whole, taught by nobody and not scored: what is left is the session itself.
        "session" => new SessionStep(network, batch, device, Whole, score: false),
        "session-fast" => new SessionStep(network, batch, device, Fast(Whole), score: false),
        "joint" => new SessionStep(network, batch, device, new() { Chain = FourLevels }, score: true),
        "joint-untaught" => new SessionStep(network, batch, device, Untaught, score: true),
        "joint-untaught-channels-last" => new SessionStep(network, batch, device, ChannelsLast(Untaught), score: true),
        "joint-untaught-even" => new SessionStep(network, batch, device, Untaught with { Pruner = Pruner.PerLayer() }, score: true),
        "joint-untaught-round" =>
            new SessionStep(network, batch, device, Untaught with { Pruner = Pruner.Rounded(Pruner.GlobalThreshold(), 8) }, score: true),
        "session-channels-last" => new SessionStep(network, batch, device, ChannelsLast(Whole), score: false),
        "apart" => new LevelsApart(network, batch, device, Untaught),
        "forward" => new ForwardPass(network, batch, device),
        "forward-50" => new ForwardPass(network, batch, device, keep: 0.5),
        "forward-25" => new ForwardPass(network, batch, device, keep: 0.25),
        "forward-50-round" => new ForwardPass(network, batch, device, keep: 0.5, multiple: 8),
        "forward-25-round" => new ForwardPass(network, batch, device, keep: 0.25, multiple: 8),
        "forward-50-timed" => new ForwardPass(network, batch, device, keep: 0.5, timed: true),
        "forward-25-timed" => new ForwardPass(network, batch, device, keep: 0.25, timed: true),
        "forward-channels-last" => new ForwardPass(network, batch, device, channelsLast: true),
        "forward-50-channels-last" => new ForwardPass(network, batch, device, keep: 0.5, channelsLast: true),
        "forward-25-channels-last" => new ForwardPass(network, batch, device, keep: 0.25, channelsLast: true),
        "one-sample" => ForwardPass.OfOneSample(network, device),
        "discovery" => new Discovery(network, device, verify: true, remove: false),
        "discovery-and-removal" => new Discovery(network, device, verify: true, remove: true),
        "discovery-unverified-and-removal" => new Discovery(network, device, verify: false, remove: true),
        _ => throw new ArgumentException($"There is no work '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    private static SessionOptions Untaught => new() { Chain = FourLevels, Distillation = new() { Weight = 0 } };

    private static SessionOptions Whole => new() { Chain = TeacherChain.Explicit(1e-9), Distillation = new() { Weight = 0 } };

    private static SessionOptions ChannelsLast(SessionOptions options) => options with { MemoryFormat = MemoryFormat.ChannelsLast };

    private static SessionOptions Fast(SessionOptions options) =>
        options with { MemoryFormat = MemoryFormat.ChannelsLast, Precision = ComputePrecision.BFloat16 };
}
