using HierKD;

namespace Study.Oracle;

/// <summary>A saliency criterion under test.</summary>
/// <param name="Name">How results call it.</param>
/// <param name="Scorer">What it says of a pass.</param>
/// <param name="AbsoluteAfter">Whether the absolute value is taken of the sum over passes rather than of each.</param>
/// <param name="OfTeacher">Whether it looks at the pass of the level's teacher.</param>
/// <param name="NeedsNorms">Whether it says something only of filters that pass a normalisation.</param>
internal sealed record Criterion(
    string Name, ISaliencyScorer Scorer, bool AbsoluteAfter = false, bool OfTeacher = false, bool NeedsNorms = false)
{
    private static readonly ISaliencyScorer Signed = Saliency.CascadedGate(signed: true);

    /// <summary>All that are tested; the first one also decides over the masks.</summary>
    public static IReadOnlyList<Criterion> All { get; } =
    [
        new("own |g|, averaged", Saliency.GateGradient()),
        new("own g, signed", Signed),
        new("own g, averaged, then absolute", Signed, AbsoluteAfter: true),
        new("teacher's |g|, averaged", Saliency.GateGradient(), OfTeacher: true),
        new("teacher's g, signed (the published rule)", Signed, OfTeacher: true),
        new("Taylor, squared per weight", Saliency.Taylor()),
        new("Taylor, squared sum", Saliency.Taylor(TaylorForm.Squared)),
        new("magnitude, L1", Saliency.Magnitude(1)),
        new("magnitude, L2", Saliency.Magnitude(2)),
        new("normalisation's scale", Saliency.BatchNormScale(), NeedsNorms: true),
        new("FPGM", Saliency.Fpgm()),
        new("mean activation", Saliency.MeanActivation()),
        new("1 - APoZ", Saliency.Apoz()),
        new("random", Saliency.Random(1)),
    ];
}
