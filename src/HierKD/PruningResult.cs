using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What <see cref="HierarchicalPruner.Run"/> gives: the report, and every level's weights.</summary>
/// <remarks>
/// The model that was given to the run is the student and belongs to the caller; disposing the result does not touch it. The result owns
/// copies of each level's weights, so that one run gives a family of models; dispose it when no level is needed any more.
/// </remarks>
public sealed class PruningResult : IDisposable
{
    private readonly IReadOnlyList<CutLevel> _levels;
    private readonly IReadOnlyList<ModelTensor> _tensors;
    private readonly ILogger? _logger;
    private readonly List<string> _warnings = [];
    private FinishedCheckpoint? _checkpoint;
    private bool _disposed;

    internal PruningResult(
        FilterGraph graph, PruningReport report, IReadOnlyList<CutLevel> levels, IReadOnlyList<ModelTensor> tensors,
        FinishedCheckpoint? checkpoint, ILogger? logger)
    {
        (_checkpoint, _logger) = (checkpoint, logger);
        Graph = graph;
        Report = report;
        _levels = levels;
        _tensors = tensors;
        Levels = levels.Select(l => l.Name).ToArray();
    }

    /// <summary>What was found removable.</summary>
    public FilterGraph Graph { get; }

    /// <summary>Every level's size, metric and latency, before and after.</summary>
    public PruningReport Report { get; }

    /// <summary>
    /// The names of the levels, from the student to the largest. <see cref="TrainingOptions.Levels"/> says which are fine-tuned: the
    /// student alone by default.
    /// </summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>
    /// What went wrong without costing the result: a listener that threw when the model was the student already, a checkpoint that could
    /// not be written in the end or not be deleted.
    /// </summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The filters that a level kept.</summary>
    /// <param name="level">One of <see cref="Levels"/>; the student by default.</param>
    public FilterMask Mask(string level = "student") => Find(level).Mask;

    /// <summary>
    /// Makes an ordinary, physically small model of a level: the one that <see cref="SlimModel.Load"/> would make of its saved file, bit
    /// for bit. Each call makes another, with weights of its own.
    /// </summary>
    /// <typeparam name="TModel">The model's class.</typeparam>
    /// <param name="level">One of <see cref="Levels"/>.</param>
    /// <param name="create">Makes the original, unpruned network; its weights are replaced. The new model belongs to the caller.</param>
    /// <returns>
    /// The model in evaluation mode, on the device of the network that <paramref name="create"/> made. Disposing this result does not touch
    /// it.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such level, or <paramref name="create"/> makes another network than the one that was
    /// pruned; the message says where they differ.</exception>
    /// <exception cref="ObjectDisposedException">The result has been disposed.</exception>
    /// <example><code>using var largest = result.Materialize("largest", () => new MyNet());</code></example>
    public TModel Materialize<TModel>(string level, Func<TModel> create)
        where TModel : nn.Module
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentException.ThrowIfNullOrEmpty(level);
        ArgumentNullException.ThrowIfNull(create);
        return SlimModel.Of(Find(level), _tensors, create);
    }

    /// <summary>
    /// Saves a level, as the run left it, for <see cref="SlimModel.Load"/>: a safetensors file, which other tools read as well. The file
    /// appears whole or not at all. To save the model after training it further, use
    /// <see cref="SlimModel.Save(string, nn.Module, FilterMask, string)"/>.
    /// </summary>
    /// <remarks>
    /// When the student is saved, the run's checkpoint goes, unless <see cref="CheckpointOptions.Keep"/> says otherwise: until then it can
    /// bring the result back. Nothing else deletes it.
    /// </remarks>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="level">One of <see cref="Levels"/>; the student by default.</param>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    /// <exception cref="ObjectDisposedException">The result has been disposed.</exception>
    /// <exception cref="IOException">The file cannot be written, or something else than a file is there; a checkpoint stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Save(string path, string level = "student")
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var saved = Find(level);
        SlimModel.Save(path, saved, _tensors);
        if (saved == _levels[0]) DeleteCheckpoint();
    }

    /// <summary>Releases the levels' weights. The model that was pruned is not touched.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var level in _levels) level.Dispose();
    }

    internal void Warn(string what) => _warnings.Add(what);

    internal void Warn(Exception failure) => Warn($"A listener or logger threw {failure.GetType().Name}: {NativeMessage.Of(failure)}");

    private void DeleteCheckpoint()
    {
        if (_checkpoint is not { } checkpoint) return;
        if (checkpoint.Delete() is not { } reason)
        {
            _checkpoint = null;
            return;
        }
        Warn($"The checkpoint '{checkpoint.Path}' cannot be deleted: {reason}");
        if (Telemetry.End(() => Log.CheckpointStays(_logger, checkpoint.Path, reason)) is { } failure) Warn(failure);
    }

    private CutLevel Find(string level) => _levels.FirstOrDefault(l => l.Name == level)
        ?? throw new ArgumentException($"There is no level '{level}'; the levels are {string.Join(", ", Levels)}.", nameof(level));
}
