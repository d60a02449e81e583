using static TorchSharp.torch;

namespace HierKD;

/// <summary>Who teaches whom on one batch. A level that was trained on it has its output remembered; anyone else is asked when first needed, in evaluation mode and without being trained.</summary>
internal sealed class StepTeachers(PruningSession session, LevelTeacher choice, long wholeModel, Tensor x)
{
    private readonly LevelOutput?[] _outputs = new LevelOutput?[session.Levels.Count];
    private LevelOutput? _original;

    /// <summary>Remembers what a level gave.</summary>
    public void Trained(int level, LevelOutput output) => _outputs[level] = output;

    /// <summary>What a level learns from.</summary>
    public LevelOutput Of(int level)
    {
        if (choice == LevelTeacher.Original || level + 1 == session.Levels.Count) return Original();
        var larger = _outputs[level + 1] ??= Ask(session.Levels[level + 1].Weights, session.Levels[level + 1].MultiplyAdds);
        return choice == LevelTeacher.Mean ? LevelOutput.Mean([larger, Original()]) : larger;
    }

    private LevelOutput Original() => _original ??= Ask(session.Working.Own, wholeModel);

    private LevelOutput Ask(IModelWeights weights, long multiplyAdds)
    {
        session.Meter.Forward(multiplyAdds, x.shape[0]);
        return session.Objective.Teach(weights, x);
    }
}
