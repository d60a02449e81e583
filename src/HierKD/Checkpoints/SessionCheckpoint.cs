using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The state of a session as a file, so that an interrupted loop of the caller's own can go on.</summary>
/// <remarks>
/// In the file are the weights, each level's private parts, running statistics, mask and scores, the session's count of steps, the
/// optimizer's state if one is given, and notes of the loop's own: its epoch, what it measured. A loop that restores them and goes on with
/// the same batches ends with the same bits on the same machine. What torch's generators would draw (dropout) is the loop's affair: seed
/// them for each epoch. A scheduler that depends on the epoch alone is stepped to its place again.
/// </remarks>
/// <example>
/// <code>
/// SessionCheckpoint.Save("loop.checkpoint", session, optimizer, new Dictionary&lt;string, string&gt; { ["epoch"] = $"{epoch}" });
/// var notes = SessionCheckpoint.Restore("loop.checkpoint", session, optimizer);
/// </code>
/// </example>
public static class SessionCheckpoint
{
    /// <summary>Writes the state of a session, between two of its steps. The file appears whole or not at all.</summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="session">The session.</param>
    /// <param name="optimizer">The optimizer on its <see cref="PruningSession.Parameters"/>; without one its momentum is lost.</param>
    /// <param name="notes">What the loop wants to know again, in some million letters at most. None if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, the notes are too long, or the optimizer does not train the
    /// session.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    /// <exception cref="IOException">The file cannot be written; one that is there stays as it is.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Save(
        string path, PruningSession session, OptimizerHelper? optimizer = null, IReadOnlyDictionary<string, string>? notes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(session);
        session.RequireAlive();
        if (optimizer is not null) session.RequireTrains(optimizer);
        using var scope = NewDisposeScope();
        using var saved = optimizer is null ? null : SavedOptimizer.Of(optimizer);
        var manifest = new SessionManifest(
            SessionManifest.CurrentVersion, SessionSettings.Of(session), session.Steps, session.MultiplyAdds,
            session.Levels.ToDictionary(l => l.Name, l => l.Scores.Marks), saved?.Manifest, notes ?? new Dictionary<string, string>(),
            session.Computation, session.Record.Widths.Count == 0 ? null : [.. session.Record.Widths]);
        (string, Tensor)[] tensors = [.. SessionTensors.Of(session), .. SessionTensors.Masks(session), .. saved?.Tensors ?? []];
        var json = manifest.ToJson();
        try
        {
            ManifestText.Require(path, json, tensors.Sum(t => t.Item2.numel() * t.Item2.element_size()));
        }
        catch (InvalidDataException failure)
        {
            throw new ArgumentException(
                $"The notes are too long, and would not be read again: keep long texts in a file of your own. {failure.Message}",
                nameof(notes), failure);
        }
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { [SessionManifest.MetadataKey] = json });
    }

    /// <summary>Brings a session to where another one, on the same model and with the same options, was when it was saved.</summary>
    /// <param name="path">A file of <see cref="Save"/>.</param>
    /// <param name="session">A session; nothing needs to have been scored in it.</param>
    /// <param name="optimizer">An optimizer of the same kind on its <see cref="PruningSession.Parameters"/>, which gets the saved state,
    /// learning rates included; left alone if <see langword="null"/>.</param>
    /// <returns>The notes.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or the optimizer does not train the session.</exception>
    /// <exception cref="InvalidDataException">The file is of another session (the message names what differs), holds no optimizer's state
    /// or one of another kind or other parameters, or is not whole. Session and optimizer are as they were, unless
    /// an optimizer of the caller's own kind has thrown.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    public static IReadOnlyDictionary<string, string> Restore(string path, PruningSession session, OptimizerHelper? optimizer = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(session);
        session.RequireAlive();
        if (optimizer is not null) session.RequireTrains(optimizer);
        using var file = SafetensorsFile.Open(path);
        var manifest = SessionManifest.Of(path, file);
        RequireSame(path, manifest, session);
        RestoredComputation.Require(path, session, manifest.Computation, "session");
        if (optimizer is not null && manifest.Optimizer is null) throw CheckpointTensors.Refuse(path, "it was saved without an optimizer");
        var tensors = new CheckpointTensors(path, file);
        using var saved = optimizer is null ? null : tensors.ReadOptimizer(manifest.Optimizer!, optimizer);
        using (NewDisposeScope()) SessionTensors.Restore(session, tensors, level => manifest.MarksOf(path, level));
        if (session.Computing.IsOpen) session.Computing.Take(manifest.Computation);
        session.Record.Widths.Clear();
        session.Record.Widths.AddRange(manifest.Widths ?? []);
        (session.Steps, session.Meter.MultiplyAdds) = (manifest.Steps, manifest.MultiplyAdds);
        saved?.GiveTo(optimizer!);
        WholeFile.RemoveStale(path);
        return manifest.Notes ?? new Dictionary<string, string>();
    }

    /// <summary>Reads the notes of a checkpoint alone, before there is a session.</summary>
    /// <param name="path">A file of <see cref="Save"/>.</param>
    /// <returns>The notes.</returns>
    /// <exception cref="InvalidDataException">The file is no checkpoint of a session, or not whole.</exception>
    public static IReadOnlyDictionary<string, string> ReadNotes(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = SafetensorsFile.Open(path);
        return SessionManifest.Of(path, file).Notes ?? new Dictionary<string, string>();
    }

    private static void RequireSame(string path, SessionManifest manifest, PruningSession session)
    {
        var own = SessionSettings.Of(session);
        var other = manifest.Settings!.Where(s => own.GetValueOrDefault(s.Key) != s.Value).ToArray();
        if (other.Length > 0)
        {
            throw SessionSettings.Refusal(path, "session", other.Select(o => (o.Key, (string?)o.Value, own.GetValueOrDefault(o.Key))));
        }
    }
}
