using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What trainings ask of the levels of a session.</summary>
internal static class SessionLevels
{
    /// <summary>Cuts a level out: copies of just the weights that it keeps.</summary>
    public static CutLevel Cut(this PruningSession session, Level level) =>
        CutLevel.From(level.Name, session.Working, level.Values.Values, level.Mask);

    /// <summary>What one of <see cref="PruningSession.Parameters"/> is, for messages.</summary>
    public static string NameOf(this PruningSession session, Parameter parameter) => session.Levels
        .Select(level => session.Working.NameOf(level.Name, level.Values.Values, parameter)).OfType<string>().FirstOrDefault() ?? "";

    /// <exception cref="TrainingDivergedException">A weight or a buffer of the level is not finite.</exception>
    public static void RequireFinite(this PruningSession session, Level level, LevelLoss? loss = null) =>
        TrainingDivergedException.RequireFinite(session.Working, level.Name, level.Values.Values, loss);

    /// <summary>Selects masks at their targets, with the widths of some levels by time.</summary>
    public static IReadOnlyList<WidthChoice> TimeWidths(
        this PruningSession session, IReadOnlyList<Tensor> exampleInputs, TimedWidths options, Func<Level, bool> isTimed,
        CancellationToken cancellation)
    {
        using var timing = new WidthTiming(
            session.Working, session.Graph, exampleInputs, options, session.Options.Clock, cancellation);
        List<WidthChoice> choices = [];
        session.SetMasks(session.Masks.Select(session.Levels, fraction: 1, (level, scores, chosen) =>
        {
            if (!isTimed(level)) return chosen;
            var (mask, choice) = timing.Of(
                level.Name, scores, chosen, session.Masks.Least(chosen), session.Options.Chain.Measure,
                session.Masks.Spare(level, chosen));
            choices.Add(choice);
            return mask;
        }));
        var timed = session.Record.Widths;
        timed.RemoveAll(w => choices.Any(c => c.Level == w.Level));
        timed.AddRange(choices);
        return choices;
    }
}
