using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The tensors of an open checkpoint, each given only if it is what the run has under its name: a tensor of another shape might be spread
/// over the run's own unnoticed.
/// </summary>
internal sealed class CheckpointTensors(string path, SafetensorsFile file)
{
    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type that it must have.</param>
    /// <param name="shape">The shape that it must have, with -1 for an axis of any length.</param>
    /// <exception cref="InvalidDataException">It is not there, or is another.</exception>
    public Tensor Read(string name, ScalarType type, params long[] shape)
    {
        Require(name, type, shape);
        return file.Read(name);
    }

    /// <summary>Reads the state of an optimizer; the caller disposes it.</summary>
    /// <exception cref="InvalidDataException">It is not that of this optimizer.</exception>
    public SavedOptimizer ReadOptimizer(OptimizerManifest manifest, optim.Optimizer optimizer)
    {
        var entries = ((IWeightFile)file).Entries
            .Where(e => e.Key.StartsWith(SavedOptimizer.Prefix, StringComparison.Ordinal)).ToDictionary();
        return SavedOptimizer.Read(path, manifest, entries, file.Read, optimizer);
    }

    /// <summary>Gives tensors the values that are saved under their names; all of them, or none if one is refused.</summary>
    /// <exception cref="InvalidDataException">One is not there, or is another.</exception>
    public void CopyTo(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var all = tensors.ToArray();
        foreach (var (name, tensor) in all) Require(name, tensor.dtype, tensor.shape);
        using var quiet = no_grad();
        foreach (var (name, tensor) in all)
        {
            using var saved = file.Read(name);
            tensor.copy_(saved);
        }
    }

    /// <summary>The refusal of a file that says that it is this run's checkpoint and does not hold what that takes.</summary>
    public static InvalidDataException Refuse(string path, string reason) =>
        new($"'{path}' is not a whole checkpoint: {reason}. Delete it to begin anew.");

    /// <summary>The refusal of a file of another version of the format.</summary>
    public static InvalidDataException RefuseVersion(string path, int version, int own) =>
        new($"'{path}' is a checkpoint of version {version} of the format; this HierKD reads version {own}. Finish it with the " +
            "HierKD that wrote it, or delete it to begin anew.");

    /// <summary>A checkpoint decides over hours: it is only read if it is what was written.</summary>
    /// <exception cref="InvalidDataException">It has no checksum.</exception>
    public static void RequireChecksum(string path, SafetensorsFile file)
    {
        if (!file.Metadata.ContainsKey(FileChecksum.Key)) throw Refuse(path, "it has lost its checksum");
    }

    private void Require(string name, ScalarType type, long[] shape)
    {
        if (!file.Entries.TryGetValue(name, out var entry)) throw Refuse(path, $"it has no '{name}'");
        if (entry.Type == type
            && entry.Shape.Length == shape.Length
            && entry.Shape.Zip(shape).All(n => n.Second is -1 || n.First == n.Second))
        {
            return;
        }
        throw Refuse(path, $"its '{name}' is {MessageText.Of(Text(entry.Type, entry.Shape))}, and not {Text(type, shape)}");
    }

    private static string Text(ScalarType type, long[] shape) => $"{type} [{string.Join(", ", shape.Select(n => n < 0 ? "any" : $"{n}"))}]";
}
