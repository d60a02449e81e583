namespace HierKD;

/// <summary>What <see cref="SafetensorsWeights.Load"/> or <see cref="PyTorchWeights.Load"/> did not load, or not as it was.</summary>
/// <param name="Missing">Keys of the model that the file lacks, whose tensors stayed as they were; <c>num_batches_tracked</c> is among
/// them, also after a strict load.</param>
/// <param name="Unexpected">Keys of the file that the model lacks, or whose values are no tensors; none after a strict load.</param>
/// <param name="Skipped">Keys that <see cref="WeightOptions.Skip"/> named: as the model has them, or as the file does if the model lacks
/// them.</param>
/// <param name="Converted">Keys of the model whose numbers were converted from another floating-point type.</param>
public sealed record LoadedWeights(
    IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Skipped, IReadOnlyList<string> Converted)
{
    /// <summary>All lists, by their names.</summary>
    public override string ToString() =>
        $"missing: {List(Missing)}; unexpected: {List(Unexpected)}; skipped: {List(Skipped)}; converted: {List(Converted)}";

    private static string List(IReadOnlyList<string> keys) => keys.Count == 0 ? "none" : MessageText.List(keys);
}
