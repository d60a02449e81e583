using BenchmarkDotNet.Attributes;

namespace HierKD.Benchmarks.Parts;

/// <summary>
/// The two convolutions of a residual block with fewer filters between them, as levels of a residual network have it: input and output stay
/// whole. Their multiply-adds are .75, .5 and .25 of the whole block's; what their time is shows how well libtorch's kernels go with narrow
/// layers.
/// </summary>
public class ConvolutionByWidth : Part
{
    private Tensor _x = null!;
    private Tensor _gradient = null!;
    private Dictionary<double, (Tensor First, Tensor Second)> _weights = null!;

    /// <summary>The stages of a residual network for CIFAR: side of the feature map, and channels.</summary>
    [Params("32x32x16", "16x16x32", "8x8x64")]
    public string Map { get; set; } = "";

    /// <summary>How feature maps lie in memory.</summary>
    [Params(MemoryFormat.AsGiven, MemoryFormat.ChannelsLast)]
    public MemoryFormat Format { get; set; }

    /// <summary>Whether the gradients are computed as well.</summary>
    [Params(false, true)]
    public bool Backward { get; set; }

    /// <summary>Makes input and weights.</summary>
    [GlobalSetup]
    public void Make()
    {
        Open();
        var sizes = Map.Split('x').Select(long.Parse).ToArray();
        var (side, channels) = (sizes[0], sizes[2]);
        _x = InFormat(randn(64, channels, side, side)).requires_grad_(Backward);
        _gradient = InFormat(randn(64, channels, side, side));
        _weights = new[] { 1, 0.75, 0.5, 0.25 }
            .ToDictionary(keep => keep, keep => (Weight((long)(keep * channels), channels), Weight(channels, (long)(keep * channels))));
    }

    /// <summary>Releases them.</summary>
    [GlobalCleanup]
    public void Release() => Close();

    /// <summary>All filters.</summary>
    [Benchmark(Baseline = true)]
    public void Whole() => Run(1);

    /// <summary>Three quarters of the multiply-adds.</summary>
    [Benchmark]
    public void ThreeQuarters() => Run(0.75);

    /// <summary>Half of them.</summary>
    [Benchmark]
    public void Half() => Run(0.5);

    /// <summary>A quarter of them.</summary>
    [Benchmark]
    public void Quarter() => Run(0.25);

    private void Run(double keep)
    {
        using var scope = NewDisposeScope();
        var (first, second) = _weights[keep];
        var y = nn.functional.conv2d(nn.functional.conv2d(_x, first, padding: [1, 1]), second, padding: [1, 1]);
        if (Backward) autograd.grad([y], [_x, first, second], [_gradient]);
    }

    private Tensor Weight(long outChannels, long inChannels) => randn(outChannels, inChannels, 3, 3).requires_grad_(Backward);

    private Tensor InFormat(Tensor map) =>
        Format == MemoryFormat.ChannelsLast ? map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : map;
}
