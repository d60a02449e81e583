namespace HierKD;

/// <summary>
/// Training batches of samples that have numbers and never change: the same number has the same inputs in every epoch, so no random views.
/// What a frozen teacher answers to a sample is then asked once and remembered (<see cref="TrainingOptions.TeacherCacheBytes"/>).
/// <see cref="TensorBatches"/> is one.
/// </summary>
/// <remarks>
/// Every batch has <see cref="PruningBatch.Samples"/>, numbers in [0, <see cref="Samples"/>). Every sample comes once in an epoch.
/// </remarks>
public interface ISampleBatches : IEpochBatches
{
    /// <summary>How many samples there are.</summary>
    int Samples { get; }
}
