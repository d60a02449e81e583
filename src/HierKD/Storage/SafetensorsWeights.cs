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
public static class SafetensorsWeights
{
    /// <summary>Loads weights into a model by their keys.</summary>
    /// <param name="model">The model, on any device; its parameters and persistent buffers get the file's values and stay the same
    /// objects.</param>
    /// <param name="path">A safetensors file.</param>
    /// <param name="strict">
    /// Whether the file must hold every key of the model and no other. Default <see langword="true"/>. If not, what the file lacks stays as
    /// it is, what the model lacks is passed over, and the result tells both; shapes and types have to agree in any case.
    /// </param>
    /// <returns>The keys that did not find their counterpart.</returns>
    /// <remarks>
    /// A file may always lack the key <c>num_batches_tracked</c> of normalisation layers, as files from older or converted PyTorch models
    /// do: the count then stays as it is, and is of use only to layers without a momentum. A tensor that a model has under several keys may
    /// be in the file under one of them. Values are never converted: for a file in half precision convert the model first.
    /// </remarks>
    /// <exception cref="InvalidDataException">
    /// The file is not a whole safetensors file, has a tensor of 2 GB or more among those that are needed, or does not fit: the message
    /// lists every key that is missing or unknown, and every shape and type that differs, up to a thousand of each. The model is as it was.
    /// </exception>
    /// <example>
    /// <code>
    /// using var model = new MyNet();
    /// SafetensorsWeights.Load(model, "mynet.safetensors");
    /// </code>
    /// </example>
    public static LoadedWeights Load(nn.Module model, string path, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = SafetensorsFile.Open(path);
        return WeightFit.Load(file, model, path, strict, file.Metadata.ContainsKey(SlimManifest.MetadataKey)
            ? "The file is a pruned network: SlimModel.Load makes it of a new one."
            : null);
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
}
