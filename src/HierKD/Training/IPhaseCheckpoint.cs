namespace HierKD;

/// <summary>What the phases of a run ask of its checkpoint.</summary>
internal interface IPhaseCheckpoint
{
    /// <summary>Whether the masks had come to their targets.</summary>
    bool MasksAreFinal { get; }

    /// <summary>Whether a phase had begun, and was not over.</summary>
    bool HasBegun(PruningPhase phase);

    /// <summary>Where a phase goes on, if it had begun.</summary>
    PhaseStart? StartOf(PruningPhase phase);

    /// <summary>Brings fine-tuning to where it was, if it had begun.</summary>
    /// <exception cref="InvalidDataException">The checkpoint does not hold it.</exception>
    bool Restore(FineTuneState state, TeacherLadder ladder);

    /// <summary>Writes the state after an epoch of a joint phase. A file that cannot be written is a warning.</summary>
    void Save(PruningPhase phase, PhaseTraining training, bool masksAreFinal);

    /// <summary>Writes the state after an epoch of fine-tuning; the same.</summary>
    void Save(PhaseTraining training, FineTuneState state, TeacherLadder ladder);
}
