using HierKD;

namespace CustomSaliency;

/// <summary>A criterion that the sample compares.</summary>
/// <param name="Name">Its name on the command line and in the table.</param>
/// <param name="What">What it looks at.</param>
/// <param name="Make">Makes it.</param>
internal sealed record Criterion(string Name, string What, Func<ISaliencyScorer> Make)
{
    /// <summary>The criterion that a run takes unasked, which the others are compared with.</summary>
    public static Criterion Default { get; } = new("default", "HierKD's default, gate gradients", () => new SessionOptions().Scorer);

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<Criterion> All { get; } =
    [
        Default,
        new("path-norm", "weights: PathNorm.cs", () => new PathNorm()),
        new("read-variation", "activations: ReadVariation.cs", () => new ReadVariation()),
        new("random", "nothing: what any criterion has to beat", () => Saliency.Random()),
    ];

    public static Criterion Named(string name) => All.First(c => c.Name == name);
}
