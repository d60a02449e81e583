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
    /// <returns>The model, shrunk to the recorded shapes, in evaluation mode, with the saved weights, bit for bit, on the device of the network that <paramref name="create"/> made.</returns>
    /// <exception cref="InvalidDataException">The file is not a slim model, is damaged, or belongs to another network.</exception>
    public static TModel Load<TModel>(string path, Func<TModel> create)
        where TModel : nn.Module
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(create);
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(SlimManifest.MetadataKey, out var json))
        {
            throw new InvalidDataException($"'{path}' is a safetensors file, but not a slim model: its metadata lacks '{SlimManifest.MetadataKey}'.");
        }
        var manifest = SlimManifest.FromJson(path, json);
        var model = create() ?? throw new ArgumentException("create returned null.", nameof(create));
        try
        {
            SlimModelReader.Fill(path, file, manifest, model);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes the level's tensors and manifest.</summary>
    internal static void Save(string path, CutLevel level, IReadOnlyList<ModelTensor> tensors)
    {
        var manifest = SlimManifest.Of(level.Name, level.Weights.Shape, level.Mask.Graph.Layers);
        SafetensorsWriter.Write(
            path,
            tensors.Select((t, i) => (t.Key, level.Values[i])).ToArray(),
            new Dictionary<string, string> { ["format"] = "pt", [SlimManifest.MetadataKey] = manifest.ToJson() });
    }
}
