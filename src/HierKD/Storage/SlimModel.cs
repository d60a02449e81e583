using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Files of pruned models: the weights in safetensors, the kept channels as a readable manifest in its metadata.</summary>
public static class SlimModel
{
    /// <summary>Loads a pruned model.</summary>
    /// <typeparam name="TModel">The model's class.</typeparam>
    /// <param name="path">A file that <see cref="PruningResult.Save"/> wrote.</param>
    /// <param name="create">Makes the original, unpruned network; its weights are replaced. The new model belongs to the caller.</param>
    /// <returns>
    /// The model, shrunk to the recorded shapes, in evaluation mode, with the saved weights, on the device and in the type of the network
    /// that <paramref name="create"/> made: bit for bit if it is of the type that was saved; else floating-point values are converted.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is not a slim model, is damaged or not to be understood, has a tensor of 2 GB or
    /// more or values that are too large for the network's type, or belongs to another network.</exception>
    public static TModel Load<TModel>(string path, Func<TModel> create)
        where TModel : nn.Module
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(create);
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(SlimManifest.MetadataKey, out var json))
        {
            throw new InvalidDataException(
                $"'{path}' is a safetensors file, but not a slim model: its metadata lacks '{SlimManifest.MetadataKey}'.");
        }
        var manifest = SlimManifest.Of(path, file, json);
        return new SlimModelReader($"'{path}'", manifest, ((IWeightFile)file).Entries, file.Read).Make(create);
    }

    /// <summary>Makes an ordinary model of a level, as <see cref="Load"/> would of its file.</summary>
    internal static TModel Of<TModel>(CutLevel level, IReadOnlyList<ModelTensor> tensors, Func<TModel> create)
        where TModel : nn.Module
    {
        var values = tensors.Select((t, i) => (t.Key, Value: level.Values[i])).ToDictionary(t => t.Key, t => t.Value);
        var entries = values.ToDictionary(t => t.Key, t => (t.Value.dtype, t.Value.shape));
        var manifest = SlimManifest.Of(level.Name, level.Weights.Shape, level.Mask.Graph.Layers);
        try
        {
            return new SlimModelReader($"Level '{level.Name}'", manifest, entries, name => values[name].detach()).Make(create);
        }
        catch (InvalidDataException failure)
        {
            throw new ArgumentException(failure.Message, nameof(create), failure);
        }
    }

    /// <summary>
    /// Saves a pruned model as it is now, after a session of one's own or after training it further. The file appears whole or not at all.
    /// </summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="model">The pruned model.</param>
    /// <param name="mask">What it kept: <see cref="PruningSession.Finish(Level)"/> returns it, and
    /// <see cref="PruningResult.Mask"/>.</param>
    /// <param name="level">Which level it is, for those who look into the file. Default <c>student</c>.</param>
    /// <exception cref="ArgumentException">The model does not have the shapes that the mask leaves, or has a tensor of 2 GB or more;
    /// nothing is written.</exception>
    public static void Save(string path, nn.Module model, FilterMask mask, string level = "student")
    {
        ArgumentException.ThrowIfNullOrEmpty(level);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(mask);
        var parts = new ModelParts(model);
        var selection = mask.ToSelection();
        foreach (var (name, kept) in selection.Layers)
        {
            var layer = parts.Find(name, (mask.Graph.Layers.Single(l => l.Name == name) as OwnTensorLayer)?.Axis);
            if (layer is null
                || kept.Outputs is { } outputs && outputs.Length != layer.Outputs
                || kept.Inputs is { } inputs && inputs.Length != layer.Inputs)
            {
                throw new ArgumentException(
                    $"Layer '{name}' of the model does not have the channels that the mask leaves it: the mask is another model's.",
                    nameof(mask));
            }
        }
        Write(path, level, selection, mask, ModelTensors.List(model, []).Select(t => (t.Key, t.Tensor)));
    }

    /// <summary>Writes a level's tensors and manifest.</summary>
    internal static void Save(string path, CutLevel level, IReadOnlyList<ModelTensor> tensors) =>
        Write(path, level.Name, level.Weights.Shape, level.Mask, tensors.Select((t, i) => (t.Key, level.Values[i])));

    private static void Write(
        string path, string level, ModelSelection selection, FilterMask mask, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var manifest = SlimManifest.Of(level, selection, mask.Graph.Layers);
        SafetensorsWriter.Write(
            path, tensors.ToArray(), new Dictionary<string, string> { ["format"] = "pt", [SlimManifest.MetadataKey] = manifest.ToJson() });
    }
}
