using BenchmarkDotNet.Attributes;

namespace HierKD.Benchmarks.Parts;

/// <summary>
/// What a level does for one layer beside its convolution: it gathers the weight's kept part and adds its gradient to the whole one. The
/// layer is VGG16's, with half of its filters on both sides.
/// </summary>
public class GatherAndScatter : Part
{
    private Tensor _x = null!;
    private Tensor _kept = null!;
    private Tensor _weight = null!;
    private Tensor _sum = null!;
    private Tensor _slim = null!;
    private Tensor _gradient = null!;

    /// <summary>Side of the feature map, and channels.</summary>
    [Params("32x32x64", "8x8x256", "2x2x512")]
    public string Map { get; set; } = "";

    /// <summary>Makes the tensors.</summary>
    [GlobalSetup]
    public void Make()
    {
        Open();
        var sizes = Map.Split('x').Select(long.Parse).ToArray();
        var (side, channels) = (sizes[0], sizes[2]);
        _kept = randperm(channels, dtype: int64).narrow(0, 0, channels / 2).sort().Values;
        _weight = randn(channels, channels, 3, 3);
        _sum = zeros(channels, channels, 3, 3);
        _slim = randn(channels / 2, channels / 2, 3, 3).requires_grad_(true);
        _x = randn(64, channels / 2, side, side).requires_grad_(true);
        _gradient = randn(64, channels / 2, side, side);
    }

    /// <summary>Releases them.</summary>
    [GlobalCleanup]
    public void Release() => Close();

    /// <summary>The level's own convolution, forward and backward.</summary>
    [Benchmark(Baseline = true)]
    public void Convolution()
    {
        using var scope = NewDisposeScope();
        autograd.grad([nn.functional.conv2d(_x, _slim, padding: [1, 1])], [_x, _slim], [_gradient]);
    }

    /// <summary>The kept part of the weight.</summary>
    [Benchmark]
    public void Gather()
    {
        using var scope = NewDisposeScope();
        _ = _weight.index_select(0, _kept).index_select(1, _kept);
    }

    /// <summary>The gradient of the kept part, added to that of the weight.</summary>
    [Benchmark]
    public void Scatter()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var wide = zeros(_slim.shape[0], _sum.shape[1], 3, 3).index_copy_(1, _kept, _slim);
        _sum.index_add_(0, _kept, wide, 1);
    }
}
