using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// State dictionaries that PyTorch saved (<c>torch.save(model.state_dict(), "mynet.pth")</c>), read without running anything.
/// </summary>
/// <remarks>
/// <para>
/// Such a file holds a pickle, which is a program for Python. This reads dictionaries, lists, numbers, texts and tensors of it. Everything
/// else that stands beside them (arguments of a command line, paths, arrays, objects of any class, an optimizer's state) is passed over
/// unread: no name in it is looked up, and nothing is made or run. It is for weights on their way in; <see cref="SafetensorsWeights"/>
/// writes a format that needs no such care.
/// </para>
/// <para>
/// Files of PyTorch 1.6 and later are read, and those before (and <c>_use_new_zipfile_serialization=False</c>), with pickles of
/// protocol 2 to 5. Checksums are not looked at, which some versions of PyTorch do not write: a file whose numbers were changed on its way
/// is read with the changed numbers. Storages of 2 GB and more (above 2,147,483,591 bytes) cannot be read.
/// </para>
/// </remarks>
public static class PyTorchWeights
{
    /// <summary>Loads weights into a model by their keys, as <see cref="SafetensorsWeights.Load"/> does.</summary>
    /// <param name="model">The model, on any device; its parameters and persistent buffers get the file's values and stay the same
    /// objects.</param>
    /// <param name="path">A file that <c>torch.save</c> wrote.</param>
    /// <param name="options">
    /// What may be converted, renamed and left out, and where in the file the state dictionary is. Default <see langword="null"/>: the file
    /// is a state dictionary with every key of the model and no other, with the same shapes and types.
    /// </param>
    /// <returns>What was not loaded, and what was converted.</returns>
    /// <exception cref="ArgumentException">The options skip an empty text.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is none of <c>torch.save</c>'s (the message says what it is, if that can be told), is cut short, has a tensor of 2 GB or
    /// more, holds no state dictionary where it should, or it does not fit: the message lists every key that is missing or unknown, and
    /// every shape and type that differs, up to a thousand of each, and the options with which it would be loaded. The model is as it was.
    /// </exception>
    /// <example>
    /// <code>
    /// using var model = new MyNet();
    /// PyTorchWeights.Load(model, "mynet.pth");
    /// </code>
    /// </example>
    public static LoadedWeights Load(nn.Module model, string path, WeightOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new WeightOptions();
        options.Validate();
        using var file = PyTorchFile.Open(path, options.Entry);
        return WeightLoader.Load(file, model, path, options);
    }
}
