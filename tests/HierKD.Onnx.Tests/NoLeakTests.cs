using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace HierKD.Onnx.Tests;

/// <summary>Many exports in one process leave nothing behind.</summary>
public class NoLeakTests(ITestOutputHelper output)
{
    private const int Exports = 50;
    private const int Measured = 10;
    private const int Width = 2300;

    /// <summary>A leak of one copy of the weights for each export would be 800 MB, and of a tenth of one still more than this.</summary>
    private const long MostGrowth = 64L << 20;

    [Fact]
    public void Fifty_exports_of_a_large_model()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("layer", nn.Linear(Width, Width)), ("relu", nn.ReLU()));
        var example = randn(2, Width);
        LiveCopies.Settle();
        var tensors = Tensor.TotalCount;
        var before = 0L;
        for (var i = 1; i <= Exports; i++)
        {
            Export(model, example);
            if (i == Measured) before = Memory();
        }
        var growth = Memory() - before;
        output.WriteLine($"From export {Measured} to {Exports} the native memory grew by {growth / 1e6:F1} MB from {before / 1e6:F1} MB.");
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Empty(LiveCopies.Find());
        Assert.InRange(growth, long.MinValue, MostGrowth);
    }

    [Fact]
    public void Exports_that_are_refused()
    {
        using var scope = NewDisposeScope();
        using var model = new ForwardModule((m, x) => m.layer.call(x) * x.sum().item<float>());
        using var throws = new ForwardModule((m, x) => throw new InvalidOperationException("A model's own."));
        using var example = randn(2, 6);
        Refuse(model, example);
        LiveCopies.Settle();
        var tensors = Tensor.TotalCount;
        for (var i = 0; i < 5; i++)
        {
            Refuse(model, example);
            Refuse(throws, example);
        }
        LiveCopies.Settle();
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Empty(LiveCopies.Find());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(nn.Module<Tensor, Tensor> model, Tensor example) =>
        Assert.Throws<OnnxExportException>(() => OnnxModel.Save("never.onnx", model, example));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Export(nn.Module<Tensor, Tensor> model, Tensor example)
    {
        using var file = new TemporaryFile();
        OnnxModel.Save(file.Path, model, example);
    }

    // What is in memory, but for the managed heap, which shrinks when it likes.
    private static long Memory()
    {
        LiveCopies.Settle();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
