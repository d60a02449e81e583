using HierKD;

namespace QuickStart.Comparison;

/// <summary>One of the ways that are compared: the same run with one thing changed.</summary>
internal sealed record Arm(string Name, string Description, Func<PruningOptions, PruningOptions> Change)
{
    public static IReadOnlyList<Arm> All { get; } =
    [
        new("hierkd", "HierKD, defaults", o => o),
        new("no-distillation", "without distillation", o => o with { Distillation = o.Distillation with { Weight = 0 } }),
        new("magnitude", "magnitude scores (L1)", o => o with { Scorer = Saliency.Magnitude() }),
        new("cascaded", "cascaded gate scores", o => o with { Scorer = Saliency.CascadedGate() }),
    ];

    public static Arm Named(string name) => All.First(a => a.Name == name);
}
