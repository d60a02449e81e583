using BenchmarkDotNet.Attributes;

namespace HierKD.Benchmarks.Parts;

/// <summary>Random views of a batch of 128 images of 32x32 pixels, made for the whole batch at once and image by image.</summary>
public class Augmentation : Part
{
    private readonly ImageAugmentation _augmentation = new();
    private Tensor _images = null!;

    /// <summary>Makes the images.</summary>
    [GlobalSetup]
    public void Make()
    {
        Open();
        _images = randint(0, 256, new long[] { 128, 3, 32, 32 }).to(uint8);
    }

    /// <summary>Releases them.</summary>
    [GlobalCleanup]
    public void Release() => Close();

    /// <summary>As one would write it first.</summary>
    [Benchmark(Baseline = true)]
    public void ImageByImage()
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        var views = new Tensor[_images.shape[0]];
        for (var i = 0; i < views.Length; i++)
        {
            var view = nn.functional.pad(_images[i], new long[] { 4, 4, 4, 4 }).narrow(1, random.Next(9), 32).narrow(2, random.Next(9), 32);
            views[i] = random.Next(2) == 1 ? view.flip(2) : view;
        }
        _ = stack(views);
    }

    /// <summary><see cref="ImageAugmentation.Apply"/>.</summary>
    [Benchmark]
    public void WholeBatch()
    {
        using var scope = NewDisposeScope();
        _ = _augmentation.Apply(_images, new Random(1));
    }
}
