namespace HierKD;

/// <summary>
/// How a training computes that goes on: as it began, without measuring again. What was fastest then may be slow on another machine; it is
/// refused only where it cannot be computed.
/// </summary>
internal static class RestoredComputation
{
    /// <summary>Looks at what a checkpoint says before anything is restored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="session">The session that goes on.</param>
    /// <param name="saved">What the file says; <see langword="null"/> if nothing had been measured.</param>
    /// <param name="whose">Who goes on: a run, a session.</param>
    /// <exception cref="InvalidDataException">It is nothing that the options leave open, or cannot be computed here.</exception>
    public static void Require(string path, PruningSession session, ComputationChoice? saved, string whose)
    {
        if (!session.Computing.IsOpen || saved is null) return;
        if (!session.Computing.Allows(saved)) throw CheckpointTensors.Refuse(path, $"its manifest does not tell how the {whose} computes");
        if (session.Computing.Refusal(saved) is not { } refusal) return;
        throw new InvalidDataException(
            $"'{path}' is of a {whose} that computed {ComputationText.Name(saved.MemoryFormat, saved.Precision)}, which was the fastest " +
            $"where it began and cannot be computed here: go on there, or delete the file to begin anew. libtorch says: {refusal}");
    }
}
