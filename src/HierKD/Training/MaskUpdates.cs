namespace HierKD;

/// <summary>
/// When the joint phase chooses its masks anew, and how small: every few steps until they freeze, and at the latest then at their targets,
/// so that whatever is trained afterwards is trained with its final masks.
/// </summary>
internal sealed class MaskUpdates(JointPhaseOptions options)
{
    /// <summary>Whether the masks are at their targets; what a run that continues from a checkpoint has to be told.</summary>
    public bool AreAtTarget { get; set; }

    /// <summary>Whether widths have been timed, where they are to be; what a run that continues has to be told as well.</summary>
    public bool AreTimed { get; set; }

    /// <summary>Whether no update is left to be done.</summary>
    private bool AreFinal => AreAtTarget && (AreTimed || options.TimedWidths is null);

    /// <summary>What happens before the next step; <see langword="null"/> if masks stay as they are.</summary>
    public MaskUpdate? Before(EpochClock clock)
    {
        var isOpen = clock.Progress <= options.FreezeMasksAt;
        // The first epoch of data that cannot be counted may have jumped over the moment.
        var isLast = !isOpen || (clock.Steps is not null && (clock.NextProgress > options.FreezeMasksAt || clock.NextProgress >= 1));
        if (isLast && !AreFinal) return Last();
        if (!isOpen || clock.Step % options.MaskInterval != 0) return null;
        AreAtTarget = clock.Progress >= options.Shrinking.ReachedAt;
        return new(AreAtTarget ? 1 : options.Shrinking.At(1, clock.Progress));
    }

    /// <summary>The same after the last step.</summary>
    public MaskUpdate? AtEnd() => AreFinal ? null : Last();

    private MaskUpdate Last()
    {
        var timed = AreTimed ? null : options.TimedWidths;
        AreAtTarget = AreTimed = true;
        return new(1, timed);
    }
}
