namespace HierKD;

/// <summary>What a level's ratio is a fraction of.</summary>
public enum Measure
{
    /// <summary>
    /// The removable filters. The default: the ratio goes to the <see cref="IPruner"/> as it is, which meets it as nearly as its whole
    /// filters allow.
    /// </summary>
    Filters,

    /// <summary>
    /// The model's parameters, as <see cref="ModelCost.Parameters"/> counts them. A level keeps at most its share, and as much of it as the
    /// pruner's choices allow.
    /// </summary>
    Parameters,

    /// <summary>
    /// The model's multiply-adds for one sample, as <see cref="ModelCost.MultiplyAdds"/> counts them. A level keeps at most its share, and
    /// as much of it as the pruner's choices allow.
    /// </summary>
    MultiplyAdds,

    /// <summary>
    /// The time of a forward pass, measured on this machine on the whole example input, relative to the whole model's.
    /// </summary>
    /// <remarks>
    /// <para>
    /// This is the one measure that is not deterministic: the same run may end with other widths. The whole model and the smaller one are
    /// timed in turns, and each combination of widths once in a session; a level meets its share as measured then, to within a hundredth of
    /// the whole model's time where the pruner's choices allow. A later measurement, such as the report's, may differ.
    /// </para>
    /// <para>
    /// It costs time: each update of the masks measures some three to eight combinations of widths for each level, and a measurement is
    /// seven forward passes of the whole model and seven of the smaller one. A smaller example input or a larger
    /// <see cref="JointPhaseOptions.MaskInterval"/> makes that less. Where not even the smallest mask is measured fast enough during
    /// training, although it was at the start, that mask is taken.
    /// </para>
    /// </remarks>
    Latency,
}
