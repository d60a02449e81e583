using HierKD.Models;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>
/// Folders <c>train/CLASS</c> and <c>val/CLASS</c> of images, as of ImageNet. Its validation set is the test set here; what validates
/// during the run is held out of the training set.
/// </summary>
internal sealed class FolderData : IRecipeData
{
    private const int EvaluationBatch = 100;
    private const int LatencyBatch = 8;

    private readonly ImageFolder _train, _validation, _test;
    private readonly (int Side, int ShorterSide) _view;
    private readonly DataRequest _request;

    private FolderData(DataRequest request, int side, int shorterSide)
    {
        var all = ImageFolder.Open(Path.Combine(request.Folder, "train"));
        (_train, _validation) = all.HoldOut(request.HeldOut, request.Seed);
        _test = ImageFolder.Open(Path.Combine(request.Folder, "val"), all.Classes);
        (_view, _request) = ((side, shorterSide), request);
        ExampleInput =
            new FolderBatches(_validation, Centre, LatencyBatch, device: request.Device).Epoch(0).Select(b => b.Input.clone()).First();
    }

    public int Classes => _train.Classes.Count;

    public (int Train, int Validation, int Test) Counts => (_train.Count, _validation.Count, _test.Count);

    public IEnumerable<PruningBatch> Validation => new FolderBatches(_validation, Centre, EvaluationBatch, device: _request.Device);

    public IEnumerable<PruningBatch> Test => new FolderBatches(_test, Centre, EvaluationBatch, device: _request.Device);

    public Tensor ExampleInput { get; }

    private ImageView Centre => ImageView.Centre(_view.Side, _view.ShorterSide);

    public static FolderData Load(DataRequest request, int side, int shorterSide) => new(request, side, shorterSide);

    public IEpochBatches Train(int batchSize) =>
        new FolderBatches(_train, ImageView.Random(_view.Side), batchSize, _request.Seed, _request.Device);

    public void Dispose() => ExampleInput.Dispose();
}
