using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNetResNet50;

/// <summary>
/// Class folders in three parts: <c>train</c>, of which some images are held out for validation, and <c>val</c>, which is kept for finished
/// networks.
/// </summary>
internal sealed class ImageSets : IDisposable
{
    private const int EvaluationBatch = 100;
    private const int LatencyBatch = 8;

    /// <summary>As for ImageNet: what is cut out of the middle is 224 of 256 pixels.</summary>
    private const double ShorterSide = 256.0 / 224;

    private readonly ImageFolder _train, _validation, _test;
    private readonly ImageView _view;
    private readonly Device _device;
    private readonly int _side;

    /// <param name="folder">Holds <c>train</c> and <c>val</c>.</param>
    /// <param name="classes">The classes in the order of the network's outputs; those of <c>train</c> if <see langword="null"/>.</param>
    /// <param name="side">The height and width of what networks see.</param>
    /// <param name="images">At most so many images of <c>train</c>, drawn by the seed, and of <c>val</c>.</param>
    /// <param name="heldOut">The fraction of the training images that validates.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="device">Where batches are.</param>
    public ImageSets(string folder, IReadOnlyList<string>? classes, int side, int? images, double heldOut, int seed, Device device)
    {
        var all = ImageFolder.Open(Path.Combine(folder, "train"), classes);
        (_train, _validation) = Some(all, images, seed).HoldOut(heldOut, seed);
        _test = Some(ImageFolder.Open(Path.Combine(folder, "val"), all.Classes), images, seed);
        (_side, _device, _view) = (side, device, ImageView.Centre(side, (int)Math.Round(ShorterSide * side)));
        ExampleInput =
            new FolderBatches(_validation, _view, LatencyBatch, device: device, ahead: 1).Epoch(0).Select(b => b.Input.clone()).First();
    }

    /// <summary>The classes in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Classes => _train.Classes;

    /// <summary>The sizes of the parts.</summary>
    public string Sizes => $"{_train.Count} training, {_validation.Count} validation and {_test.Count} test images";

    /// <summary>A batch with which latency is measured.</summary>
    public Tensor ExampleInput { get; }

    /// <summary>Batches for validation, in order.</summary>
    public FolderBatches Validation => new(_validation, _view, EvaluationBatch, device: _device);

    /// <summary>Batches for testing, in order.</summary>
    public FolderBatches Test => new(_test, _view, EvaluationBatch, device: _device);

    /// <summary>Batches for training: random regions, mirrored half of the time, other ones in every epoch.</summary>
    public FolderBatches Train(int batchSize, int seed) => new(_train, ImageView.Random(_side), batchSize, seed, _device);

    public void Dispose() => ExampleInput.Dispose();

    private static ImageFolder Some(ImageFolder all, int? images, int seed) =>
        images is { } count && count < all.Count ? all.HoldOut((double)count / all.Count, seed).HeldOut : all;
}
