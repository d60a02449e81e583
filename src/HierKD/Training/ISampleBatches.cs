using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Training batches of samples that have numbers and never change: the same number has the same input in every epoch, so no random views.
/// What a frozen teacher answers to a sample is then asked once and remembered (<see cref="TrainingOptions.TeacherCacheBytes"/>).
/// <see cref="TensorBatches"/> is one.
/// </summary>
public interface ISampleBatches : IEpochBatches
{
    /// <summary>How many samples there are.</summary>
    int Samples { get; }

    /// <summary>The batches of one epoch, those of <see cref="IEpochBatches.Epoch"/>, with the numbers of their samples.</summary>
    /// <param name="number">The epoch, 0 or more.</param>
    /// <returns>
    /// Batches of inputs <c>[N, …]</c>, targets, and the N samples' numbers, each in [0, <see cref="Samples"/>). Every sample comes once in
    /// an epoch.
    /// </returns>
    IEnumerable<(Tensor x, Tensor y, IReadOnlyList<long> samples)> NumberedEpoch(int number);
}
