namespace HierKD.Onnx;

/// <summary>What a comparison of a file with its model has found.</summary>
/// <param name="LargestDifference">
/// The largest difference between an element of an output and the model's, divided by the output's largest element (by 1 where that is
/// 0).
/// </param>
/// <param name="Batches">The sizes of the batches that were compared; of a file with a fixed batch, that one.</param>
public sealed record OnnxVerification(double LargestDifference, IReadOnlyList<long> Batches);
