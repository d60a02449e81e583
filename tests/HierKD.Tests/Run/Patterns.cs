namespace HierKD.Tests.Run;

/// <summary>Images <c>[N, 1, 8, 8]</c> of four fixed patterns under noise, with their classes <c>[N]</c>: learnable, not trivial.</summary>
public sealed class Patterns : IDisposable
{
    public const int Classes = 4;
    public const int Size = 8;

    public Patterns(int samples, int seed, double noise = 0.8)
    {
        var templates = Gaussian(new Random(99), Classes * Size * Size);
        var random = new Random(seed);
        var labels = Enumerable.Range(0, samples).Select(i => (long)(i % Classes)).ToArray();
        random.Shuffle(labels);
        var pixels = Gaussian(random, samples * Size * Size);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (sample, pixel) = (i / (Size * Size), i % (Size * Size));
            pixels[i] = (float)(noise * pixels[i] + templates[labels[sample] * Size * Size + pixel]);
        }
        Inputs = tensor(pixels).reshape(samples, 1, Size, Size).DetachFromDisposeScope();
        Labels = tensor(labels).DetachFromDisposeScope();
    }

    public Tensor Inputs { get; }

    public Tensor Labels { get; }

    public TensorBatches Batches(int batchSize, int? shuffleSeed = null) => new(Inputs, Labels, batchSize, shuffleSeed);

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }

    private static float[] Gaussian(Random random, int count) => Enumerable.Range(0, count)
        .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))).ToArray();
}
