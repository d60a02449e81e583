using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Who teaches whom on one batch. A level that was trained on it has its output remembered; another is asked when first needed, and not
/// trained.
/// </summary>
/// <param name="session">Its levels.</param>
/// <param name="choice">Who teaches.</param>
/// <param name="batch">The batch.</param>
/// <param name="topOutputs">What the one above all levels gives on it, the original or one from outside, if that is known.</param>
internal sealed class StepTeachers(PruningSession session, LevelTeacher choice, PruningBatch batch, IReadOnlyList<Tensor>? topOutputs)
{
    private readonly LevelOutput?[] _outputs = new LevelOutput?[session.Levels.Count];
    private readonly IExternalTeacher? _outside = session.Options.Distillation.External;
    private LevelOutput? _top = topOutputs is null ? null : new LevelOutput(topOutputs, [], ModelSelection.Everything);

    /// <summary>Remembers what a level gave.</summary>
    public void Trained(int level, LevelOutput output) => _outputs[level] = output;

    /// <summary>What a level learns from.</summary>
    public LevelOutput Of(int level)
    {
        if (choice == LevelTeacher.Original || Larger(level) is not { } larger) return Top();
        return choice == LevelTeacher.Mean ? LevelOutput.Mean([larger, Top()]) : larger;
    }

    /// <summary>
    /// What stands between a level and the top. Below a teacher from outside that can be what the session was made from: the finished level
    /// above, where levels are trained in turn.
    /// </summary>
    private LevelOutput? Larger(int level)
    {
        if (level + 1 < session.Levels.Count) return _outputs[level + 1] ??= Asked(session.Levels[level + 1]);
        return _outside is not null && session.Original.IsFinishedLevel ? Original() : null;
    }

    private LevelOutput Top()
    {
        if (_top is not null) return _top;
        if (_outside is null) return _top = Original();
        session.Meter.Forward(_outside.MultiplyAdds, batch.Size);
        return _top = session.Objective.TeachFromOutside(_outside, batch);
    }

    private LevelOutput Original()
    {
        session.Meter.Forward(session.Original.MultiplyAdds, batch.Size);
        return session.Objective.Teach(session.Original.Weights, batch.Inputs);
    }

    private LevelOutput Asked(Level level)
    {
        session.Meter.Forward(level.MultiplyAdds, batch.Size);
        return session.Objective.TeachInTraining(level.Weights, batch.Inputs, level.Name);
    }
}
