namespace HierKD;

/// <summary>What <see cref="SafetensorsWeights.Load"/> or <see cref="PyTorchWeights.Load"/> did not find a counterpart for.</summary>
/// <param name="Missing">Keys of the model that the file lacks, whose tensors stayed as they were; <c>num_batches_tracked</c> is among
/// them, also after a strict load.</param>
/// <param name="Unexpected">Keys of the file that the model lacks; none after a strict load.</param>
public sealed record LoadedWeights(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    /// <summary>Both lists, by their names.</summary>
    public override string ToString() => $"missing: {List(Missing)}; unexpected: {List(Unexpected)}";

    private static string List(IReadOnlyList<string> keys) => keys.Count == 0 ? "none" : MessageText.List(keys);
}
