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
    private bool _disposed;

    internal PruningResult(FilterGraph graph, PruningReport report, IReadOnlyList<CutLevel> levels, IReadOnlyList<ModelTensor> tensors)
    {
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

    /// <summary>The names of the levels, from the student (fine-tuned) to the largest.</summary>
    public IReadOnlyList<string> Levels { get; }

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
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="level">One of <see cref="Levels"/>; the student by default.</param>
    public void Save(string path, string level = "student")
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SlimModel.Save(path, Find(level), _tensors);
    }

    /// <summary>Releases the levels' weights. The model that was pruned is not touched.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var level in _levels) level.Dispose();
    }

    private CutLevel Find(string level) => _levels.FirstOrDefault(l => l.Name == level)
        ?? throw new ArgumentException($"There is no level '{level}'; the levels are {string.Join(", ", Levels)}.", nameof(level));
}
