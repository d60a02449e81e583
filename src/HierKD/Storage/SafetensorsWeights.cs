using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The weights of any model as a plain safetensors file: no pickle, no code, the keys of the model's state dictionary; PyTorch users have
/// such files.
/// </summary>
/// <remarks>
/// Pruned models have a file of their own, which knows the channels that were kept: <see cref="SlimModel"/>. This is for whole models:
/// pretrained weights on their way in, trained ones on their way out. A single tensor can have up to 2,147,483,591 bytes, just below 2 GB.
/// </remarks>
public static partial class SafetensorsWeights
{
    /// <summary>Loads weights into a model by their keys.</summary>
    /// <param name="model">The model, on any device; its parameters and persistent buffers get the file's values and stay the same
    /// objects.</param>
    /// <param name="path">A safetensors file, or the index (<c>model.safetensors.index.json</c>) of several in its folder.</param>
    /// <param name="options">
    /// What may be converted, renamed and left out. Default <see langword="null"/>: the file must hold every key of the model and no other,
    /// with the same shapes and types.
    /// </param>
    /// <returns>What was not loaded, and what was converted.</returns>
    /// <remarks>
    /// A file may always lack the key <c>num_batches_tracked</c> of normalisation layers, as files from older or converted PyTorch models
    /// do: the count then stays as it is, and is of use only to layers without a momentum. A tensor that a model has under several keys may
    /// be in the file under one of them.
    /// </remarks>
    /// <exception cref="ArgumentException">The options name an entry, which such a file does not have, or skip an empty text.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a whole safetensors file, has a tensor of 2 GB or more among those that are needed, an index names a file that is
    /// not there or not whole, or it does not fit: the message lists every key that is missing or unknown, and every shape and type that
    /// differs, up to a thousand of each, and the options with which it would be loaded. The model is as it was.
    /// </exception>
    /// <example>
    /// <code>
    /// using var model = new MyNet();
    /// SafetensorsWeights.Load(model, "mynet.safetensors");
    /// </code>
    /// </example>
    public static LoadedWeights Load(nn.Module model, string path, WeightOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new WeightOptions();
        options.Validate();
        if (options.Entry is { } entry)
        {
            throw new ArgumentException(
                $"Entry is '{entry}', and a safetensors file has no entries: leave it out. PyTorchWeights.Load reads files that have.",
                nameof(options));
        }
        if (SafetensorsIndex.IsIndex(path))
        {
            using var shards = SafetensorsShards.Open(path);
            return WeightLoader.Load(shards, model, path, options);
        }
        using var file = SafetensorsFile.Open(path);
        return WeightLoader.Load(file, model, path, options, HintFor(file, path));
    }

    /// <summary>
    /// Saves the parameters and persistent buffers of a model under the keys of its state dictionary. The file appears whole or not at all.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <remarks>
    /// A tensor that the model has under several keys is written once, under the first; <see cref="Load"/> finds it again.
    /// </remarks>
    /// <exception cref="ArgumentException">The model has a tensor of a type that the format does not know, or one of 2 GB or more; nothing
    /// is written.</exception>
    public static void Save(nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var tensors =
            model.state_dict().DistinctBy(t => t.Value, ReferenceEqualityComparer.Instance).Select(t => (t.Key, t.Value)).ToArray();
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static string? HintFor(SafetensorsFile file, string path)
    {
        if (file.Metadata.ContainsKey(SlimManifest.MetadataKey))
        {
            return "The file is a pruned network: SlimModel.Load makes it of a new one.";
        }
        return Shard().IsMatch(path) ? "The file is one of several: give the path of their index, which ends with .index.json." : null;
    }

    [GeneratedRegex(@"-\d+-of-0*([2-9]|1\d+|[2-9]\d+)\.safetensors$", RegexOptions.CultureInvariant)]
    private static partial Regex Shard();
}
