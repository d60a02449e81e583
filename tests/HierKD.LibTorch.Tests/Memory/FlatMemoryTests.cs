using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Memory;

public sealed class FlatMemoryTests
{
    /// <summary>
    /// A step of this network allocates about 0.5 MB of native memory, so that one tensor leaked per step would show as tens of
    /// megabytes over 2,000 steps, and a whole step's graph as a gigabyte. 48 MB leaves room for what the runtime, its compiler
    /// and the native allocator take while they warm up.
    /// </summary>
    private const long AllowedGrowth = 48L << 20;

    [Fact]
    public void Two_thousand_training_steps_leave_no_tensor_and_no_memory_behind()
    {
        manual_seed(3);
        using var net = Sequential(
            Conv2d(3, 8, 3, padding: 1), BatchNorm2d(8), ReLU(),
            Conv2d(8, 8, 3, stride: 2, padding: 1), BatchNorm2d(8), ReLU(),
            AdaptiveAvgPool2d(1), Flatten(), Linear(8, 4));
        using var optimizer = optim.SGD(net.parameters(), 0.05, momentum: 0.9, weight_decay: 1e-4, nesterov: true);
        using var x = randn(8, 3, 12, 12);
        using var y = randint(0, 4, 8, dtype: ScalarType.Int64);

        var first = Train(net, optimizer, x, y, 200);
        var tensors = LiveTensors.Count();
        var memory = LiveTensors.ResidentMemory();
        var last = Train(net, optimizer, x, y, 2000);

        Assert.Equal(tensors, LiveTensors.Count());
        var growth = LiveTensors.ResidentMemory() - memory;
        Assert.True(growth < AllowedGrowth, $"the process grew by {growth >> 20} MB in 2,000 steps");
        Assert.True(last < first, $"the loss went from {first} to {last}");
    }

    [Fact]
    public void Forgotten_tensors_are_collected()
    {
        var before = LiveTensors.Count();
        Forget(200);
        Assert.Equal(before, LiveTensors.Count());
    }

    /// <summary>The collector sees a few bytes per tensor; without being told of the native memory behind them it would not run for gigabytes.</summary>
    [SkippableFact]
    public void A_loop_that_forgets_its_tensors_does_not_fill_the_memory()
    {
        Skip.If(typeof(Tensor).Assembly.GetName().Name == "TorchSharp", "TorchSharp itself leaves native memory out of the collector's account");
        var memory = LiveTensors.ResidentMemory();
        for (var i = 0; i < 4000; i++)
        {
            _ = ones(1 << 18);
        }
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var growth = process.WorkingSet64 - memory;
        // 4,000 tensors of one megabyte were made; a quarter may wait for their finalizers.
        Assert.True(growth < 1L << 30, $"the process grew by {growth >> 20} MB");
    }

    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = zeros(64, 64);
        }
    }

    private static double Train(Module<Tensor, Tensor> net, optim.Optimizer optimizer, Tensor x, Tensor y, int steps)
    {
        var total = 0.0;
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = functional.cross_entropy(net.call(x), y);
            loss.backward();
            optimizer.step();
            total += loss.item<float>();
        }
        return total / steps;
    }
}
