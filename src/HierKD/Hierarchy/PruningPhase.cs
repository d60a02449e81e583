namespace HierKD;

/// <summary>The parts of a run.</summary>
public enum PruningPhase
{
    /// <summary>All levels are trained together; filters are scored and masks updated.</summary>
    Joint,

    /// <summary>All levels are trained together with their masks fixed.</summary>
    FixedMasks,

    /// <summary>A level is trained alone, with its masks fixed: the student or, one after the other, all of them.</summary>
    FineTune,
}
