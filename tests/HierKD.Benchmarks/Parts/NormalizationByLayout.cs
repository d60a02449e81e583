using BenchmarkDotNet.Attributes;

namespace HierKD.Benchmarks.Parts;

/// <summary>
/// A batch normalisation, forward and backward, over maps whose channels lie beside each other: as they lie, or turned into the usual order
/// and back, which is what a session does where it pays.
/// </summary>
public class NormalizationByLayout : Part
{
    private Tensor _x = null!;
    private Tensor _gradient = null!;
    private Tensor _scale = null!, _shift = null!, _mean = null!, _variance = null!;

    /// <summary>Side of the feature map, and channels: multiples of 8 and others.</summary>
    [Params("32x32x12", "32x32x13", "32x32x16", "16x16x30", "16x16x32", "8x8x61", "8x8x64")]
    public string Map { get; set; } = "";

    /// <summary>Makes input and parameters.</summary>
    [GlobalSetup]
    public void Make()
    {
        Open();
        var sizes = Map.Split('x').Select(long.Parse).ToArray();
        var (side, channels) = (sizes[0], sizes[2]);
        _x = Last(randn(64, channels, side, side)).requires_grad_(true);
        _gradient = Last(randn(64, channels, side, side));
        (_scale, _shift) = (ones(channels).requires_grad_(true), zeros(channels).requires_grad_(true));
        (_mean, _variance) = (zeros(channels), ones(channels));
    }

    /// <summary>Releases them.</summary>
    [GlobalCleanup]
    public void Release() => Close();

    /// <summary>As the map lies.</summary>
    [Benchmark(Baseline = true)]
    public void AsItLies() => Run(_x, y => y);

    /// <summary>In the usual order, and back.</summary>
    [Benchmark]
    public void Turned() => Run(_x, Last, x => x.contiguous());

    private void Run(Tensor x, Func<Tensor, Tensor> after, Func<Tensor, Tensor>? before = null)
    {
        using var scope = NewDisposeScope();
        var y = nn.functional.batch_norm(before?.Invoke(x) ?? x, _mean, _variance, _scale, _shift, training: true);
        autograd.grad([after(y)], [x, _scale, _shift], [_gradient]);
    }

    private static Tensor Last(Tensor map) => map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
