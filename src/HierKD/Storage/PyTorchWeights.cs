using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// State dictionaries that PyTorch saved (<c>torch.save(model.state_dict(), "mynet.pth")</c>), read without running anything.
/// </summary>
/// <remarks>
/// <para>
/// Such a file is a zip archive of a pickle, which is a program for Python. This reads pickles of dictionaries, lists, numbers, texts and
/// tensors alone, and refuses any other before a tensor is read. It is for weights on their way in; <see cref="SafetensorsWeights"/> writes
/// a format that needs no such care.
/// </para>
/// <para>
/// Checksums are not looked at, which some versions of PyTorch do not write: a file whose numbers were changed on its way is read with the
/// changed numbers. Storages of 2 GB and more (above 2,147,483,591 bytes) cannot be read.
/// </para>
/// </remarks>
public static class PyTorchWeights
{
    /// <summary>Loads weights into a model by their keys, as <see cref="SafetensorsWeights.Load"/> does.</summary>
    /// <param name="model">The model, on any device; its parameters and persistent buffers get the file's values and stay the same
    /// objects.</param>
    /// <param name="path">A file that <c>torch.save</c> wrote (PyTorch 1.6 or later).</param>
    /// <param name="strict">Whether the file must hold every key of the model and no other. Default <see langword="true"/>.</param>
    /// <param name="entry">
    /// For files that hold more than a state dictionary, such as <c>{"epoch": 3, "state_dict": …}</c>: the text under which it is. Default
    /// <see langword="null"/>: the file is the state dictionary.
    /// </param>
    /// <returns>The keys that did not find their counterpart.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is not such an archive, is cut short, has a tensor of 2 GB or more, its pickle holds anything else (the message names it),
    /// or it does not fit: the message lists every key that is missing or unknown, and every shape and type that differs, up to a thousand
    /// of each. The model is as it was.
    /// </exception>
    /// <example>
    /// <code>
    /// using var model = new MyNet();
    /// PyTorchWeights.Load(model, "mynet.pth");
    /// </code>
    /// </example>
    public static LoadedWeights Load(nn.Module model, string path, bool strict = true, string? entry = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = PyTorchFile.Open(path, entry);
        return WeightFit.Load(file, model, path, strict);
    }
}
