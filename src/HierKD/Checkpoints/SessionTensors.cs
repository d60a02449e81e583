using static TorchSharp.torch;

namespace HierKD;

/// <summary>The tensors that make up the state of a session, by the names that they have in a checkpoint.</summary>
internal static class SessionTensors
{
    /// <summary>Weights, private parts, scores and what they are accumulated with: the session's own tensors.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Of(PruningSession session)
    {
        var keys = session.Working.Tensors.Select(t => t.Key).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            if (!session.Student.Values.IsPrivate(i)) yield return ($"shared/{keys[i]}", session.Student.Values.Values[i]);
        }
        foreach (var level in session.Levels)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (level.Values.IsPrivate(i)) yield return ($"{level.Name}/{keys[i]}", level.Values.Values[i]);
            }
            foreach (var group in session.Graph.Groups)
            {
                yield return ($"{level.Name}/scores/{group.Index}", level.Scores.Scores[group.Index]);
                yield return ($"{level.Name}/states/{group.Index}", level.Scores.States[group.Index]);
            }
        }
    }

    /// <summary>The masks as new tensors.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Masks(PruningSession session) =>
        session.Levels.SelectMany(level => Masks(level.Name, level.Mask));

    /// <summary>A mask as new tensors, one for each group.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Masks(string level, FilterMask mask) => mask.Graph.Groups
        .Select(group => (MaskName(level, group), tensor(mask[group].Select(on => (byte)(on ? 1 : 0)).ToArray())));

    /// <summary>Gives a session its saved tensors and masks. All of them are required before anything is changed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="saved">The open checkpoint.</param>
    /// <param name="marks">What a level knows of its scores.</param>
    /// <exception cref="InvalidDataException">The checkpoint lacks one, or has one of another form.</exception>
    public static void Restore(PruningSession session, CheckpointTensors saved, Func<Level, ScoreMarks> marks)
    {
        var states = session.Levels
            .Select(level => (Level: level, Mask: Mask(level.Name, session.Graph, saved), Marks: marks(level))).ToArray();
        saved.CopyTo(Of(session));
        foreach (var state in states)
        {
            state.Level.SetMask(state.Mask);
            state.Level.Scores.Marks = state.Marks;
        }
    }

    /// <summary>Reads a mask.</summary>
    /// <exception cref="InvalidDataException">The checkpoint does not hold it.</exception>
    public static FilterMask Mask(string level, FilterGraph graph, CheckpointTensors saved) =>
        FilterMask.Of(graph, graph.Groups.Select(group =>
    {
        using var flags = saved.Read(MaskName(level, group), ScalarType.Byte, group.Filters);
        var on = flags.bytes.ToArray().Select(b => b != 0).ToArray();
        return on.Contains(true) ? on : throw CheckpointTensors.Refuse(saved.Path, $"its '{MaskName(level, group)}' keeps no filter");
    }));

    /// <summary>The weights of a level that was cut out.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Of(string name, CutLevel level, WorkingModel working) =>
        working.Tensors.Select((t, i) => ($"{name}/{t.Key}", level.Values[i]));

    private static string MaskName(string level, FilterGroup group) => $"{level}/mask/{group.Index}";
}
