namespace HierKD;

/// <summary>The parts of a run.</summary>
public enum PruningPhase
{
    /// <summary>All levels are trained together; filters are scored and masks updated.</summary>
    Joint,

    /// <summary>All levels are trained together with their masks fixed.</summary>
    FixedMasks,

    /// <summary>The student is trained alone, with its masks fixed.</summary>
    FineTune,
}
