using BenchmarkDotNet.Attributes;
using HierKD.Benchmarks.Workloads;

namespace HierKD.Benchmarks.Parts;

/// <summary>
/// What every level does in every step: it looks for gradients that are not finite. Beside a training step, forward and backward, of the
/// network on 64 images of 32x32 pixels.
/// </summary>
public class FiniteGradients : Part
{
    private nn.Module<Tensor, Tensor> _network = null!;
    private Tensor _images = null!;
    private Tensor _labels = null!;

    /// <summary>The network.</summary>
    [Params("resnet20", "resnet56", "vgg16", "mobilenetv2")]
    public string Network { get; set; } = "";

    /// <summary>Makes network and batch, and the gradients.</summary>
    [GlobalSetup]
    public void Make()
    {
        Open();
        _network = Networks.Make(Network);
        _network.train();
        _images = randn(64, 3, 32, 32);
        _labels = randint(10, 64).to(int64);
        Step();
    }

    /// <summary>Releases them.</summary>
    [GlobalCleanup]
    public void Release()
    {
        _network.Dispose();
        Close();
    }

    /// <summary>A training step.</summary>
    [Benchmark(Baseline = true)]
    public void Step()
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in _network.parameters()) parameter.grad = null;
        nn.functional.cross_entropy(_network.call(_images), _labels).backward();
    }

    /// <summary>The check.</summary>
    [Benchmark]
    public void Check()
    {
        using var scope = NewDisposeScope();
        var found = FiniteValues.FirstOther([.. _network.parameters().Select(p => p.grad)]);
        if (found >= 0) throw new InvalidOperationException("Not finite.");
    }

    /// <summary>As one would write it first: a look at each.</summary>
    [Benchmark]
    public void LookAtEach()
    {
        using var scope = NewDisposeScope();
        if (!_network.parameters().All(p => p.grad!.isfinite().all().ToBoolean())) throw new InvalidOperationException("Not finite.");
    }
}
