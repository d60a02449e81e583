using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Who teaches whom on one batch. A level that was trained on it has its output remembered; another is asked when first needed, and not
/// trained.
/// </summary>
/// <param name="session">Its levels.</param>
/// <param name="choice">Who teaches.</param>
/// <param name="batch">The batch.</param>
/// <param name="originalOutputs">What the original gives on it, if that is known.</param>
internal sealed class StepTeachers(PruningSession session, LevelTeacher choice, PruningBatch batch, IReadOnlyList<Tensor>? originalOutputs)
{
    private readonly LevelOutput?[] _outputs = new LevelOutput?[session.Levels.Count];
    private LevelOutput? _original = originalOutputs is null ? null : new LevelOutput(originalOutputs, [], ModelSelection.Everything);

    /// <summary>Remembers what a level gave.</summary>
    public void Trained(int level, LevelOutput output) => _outputs[level] = output;

    /// <summary>What a level learns from.</summary>
    public LevelOutput Of(int level)
    {
        if (choice == LevelTeacher.Original || level + 1 == session.Levels.Count) return Original();
        var larger = _outputs[level + 1] ??= Asked(session.Levels[level + 1]);
        return choice == LevelTeacher.Mean ? LevelOutput.Mean([larger, Original()]) : larger;
    }

    private LevelOutput Original()
    {
        if (_original is not null) return _original;
        session.Meter.Forward(session.Original.MultiplyAdds, batch.Size);
        return _original = session.Objective.Teach(session.Original.Weights, batch.Inputs);
    }

    private LevelOutput Asked(Level level)
    {
        session.Meter.Forward(level.MultiplyAdds, batch.Size);
        return session.Objective.TeachInTraining(level.Weights, batch.Inputs, level.Name);
    }
}
