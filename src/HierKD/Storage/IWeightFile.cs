using static TorchSharp.torch;

namespace HierKD;

/// <summary>An open file of tensors under the keys of a state dictionary.</summary>
internal interface IWeightFile : IDisposable
{
    /// <summary>The tensors' types and shapes.</summary>
    IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> Entries { get; }

    /// <summary>Keys under which something else is.</summary>
    IReadOnlyList<string> Others => [];

    /// <summary>What a refusal says of a file of which too little is the model's; <see langword="null"/> if there is nothing to say.
    /// </summary>
    string? Hint => null;

    /// <summary>Where a tensor lies in the file. What is read in this order is read only once.</summary>
    long PlaceOf(string name);

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    Tensor Read(string name);
}
