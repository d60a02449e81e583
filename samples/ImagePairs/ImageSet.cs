using HierKD;
using static TorchSharp.torch;

namespace ImagePairs;

/// <summary>All images of a part of the data, and what they show.</summary>
internal sealed record ImageSet(Tensor Images, Tensor Labels) : IDisposable
{
    public static ImageSet Of(TensorBatches batches)
    {
        using var scope = NewDisposeScope();
        List<Tensor> images = [], labels = [];
        foreach (var (x, y) in batches)
        {
            images.Add(x.clone());
            labels.Add(y.clone());
        }
        return new ImageSet(cat(images, 0).DetachFromDisposeScope(), cat(labels, 0).DetachFromDisposeScope());
    }

    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
