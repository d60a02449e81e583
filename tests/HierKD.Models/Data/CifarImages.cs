using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>
/// Images of a CIFAR set (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009) in memory: 32x32 pixels in colour,
/// read from the official binary files.
/// </summary>
public abstract class CifarImages : IDisposable
{
    private protected CifarImages(Tensor images, Tensor labels)
    {
        Images = images.DetachFromDisposeScope();
        Labels = labels.DetachFromDisposeScope();
    }

    /// <summary>The images, uint8 <c>[N, 3, 32, 32]</c>: red, green, blue.</summary>
    public Tensor Images { get; }

    /// <summary>The classes, int64 <c>[N]</c>.</summary>
    public Tensor Labels { get; }

    /// <summary>The number of images.</summary>
    public int Count => (int)Labels.shape[0];

    /// <summary>A copy of the images from one on.</summary>
    public abstract CifarImages Slice(int start, int count);

    /// <summary>A copy on a device.</summary>
    public abstract CifarImages To(Device device);

    /// <summary>
    /// The images as networks want them, float32 <c>[N, 3, 32, 32]</c>, twelve bytes for a pixel; the caller disposes them.
    /// </summary>
    public Tensor Normalized() => PixelNormalization.Apply(Images);

    /// <summary>Training batches of views of the images, normalised; the images must outlive them.</summary>
    public AugmentedBatches Augmented(int batchSize, int seed) => new(Images, Labels, batchSize, seed, transform: PixelNormalization.Apply);

    /// <summary>Releases the tensors.</summary>
    public virtual void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Tensor PixelsOf(CifarRecords records) =>
        tensor(records.Pixels).view(records.Count, 3, CifarFormat.Side, CifarFormat.Side);

    private protected static Tensor LabelsOf(CifarRecords records, int index) => tensor(records.Labels[index]).to(int64);

    private protected static Tensor Part(Tensor all, int start, int count) => all.narrow(0, start, count).clone();
}
