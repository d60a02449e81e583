using static TorchSharp.torch;

namespace HierKD;

/// <summary>A storage that a pickle refers to.</summary>
/// <param name="Type">The type of its elements; <see langword="null"/> if it is none that is read.</param>
/// <param name="ElementSize">Their size in bytes.</param>
/// <param name="Key">Which entry of the archive holds them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="ViewOffset">Which of them is the first: old files know views of storages.</param>
internal sealed record PickledStorage(ScalarType? Type, int ElementSize, string Key, long Count, long ViewOffset = 0)
{
    /// <summary>What a persistent id stands for: a storage, the class of one of an unknown kind, or something else.</summary>
    /// <exception cref="InvalidDataException">It is not as PyTorch writes it.</exception>
    public static object? Of(object?[] id)
    {
        // A module with its source code, in old files of whole models.
        if (id is ["module", var module, ..]) return module;
        if (id is not ["storage", PickledName kind, string key, _, long count, ..] || count < 0)
        {
            throw new InvalidDataException("its pickle refers to something that is no storage of numbers");
        }
        if (key.Length > WeightLimits.LongestName)
        {
            throw new InvalidDataException(
                $"its pickle has a storage's key of {key.Length} letters, and at most {WeightLimits.LongestName} are read");
        }
        if (kind.Element is not { } element) return kind;
        long first = 0;
        if (id is [_, _, _, _, _, object?[] view, ..])
        {
            if (view is not [string, long offset, long size] || offset < 0 || size < 0 || offset > count || size > count - offset)
            {
                throw new InvalidDataException($"a view of its storage '{MessageText.Of(key)}' reaches beyond it");
            }
            first = offset;
        }
        ScalarType? type = element.Type is { } name && SafetensorsType.Find(name) is { } known ? known.Type : null;
        return new PickledStorage(type, element.Size, key, count, first);
    }
}
