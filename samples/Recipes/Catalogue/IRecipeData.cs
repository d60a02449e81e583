using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>What a recipe trains, validates and tests with.</summary>
internal interface IRecipeData : IDisposable
{
    /// <summary>The number of classes.</summary>
    int Classes { get; }

    /// <summary>The number of training, validation and test images.</summary>
    (int Train, int Validation, int Test) Counts { get; }

    /// <summary>Batches for training, other views of the images in every epoch.</summary>
    IEpochBatches Train(int batchSize);

    /// <summary>Batches held out of the training set, in order: the teacher ladder and the choice of the best epoch look at them.</summary>
    IEnumerable<PruningBatch> Validation { get; }

    /// <summary>Batches of the test set, in order, for finished networks alone.</summary>
    IEnumerable<PruningBatch> Test { get; }

    /// <summary>A batch with which latency is measured, <c>[N, 3, H, W]</c>.</summary>
    Tensor ExampleInput { get; }
}
