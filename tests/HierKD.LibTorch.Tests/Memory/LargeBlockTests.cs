namespace HierKD.LibTorch.Tests.Memory;

/// <summary>Large tensors lie in memory of their own.</summary>
public sealed class LargeBlockTests
{
    [Fact]
    public void Tensors_of_all_sizes_keep_their_values_while_others_come_and_go_on_several_threads()
    {
        var failures = new List<string>();
        var threads = Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            if (Shuffled(seed) is { } failure) lock (failures) failures.Add(failure);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Empty(failures);
    }

    /// <summary>As in a step of several levels: maps of one size, then of another, and small tensors between them that last.</summary>
    [SkippableFact]
    public void Maps_of_different_sizes_lie_in_the_same_memory_in_turn()
    {
        Skip.If(typeof(Tensor).Assembly.GetName().Name == "TorchSharp", "TorchSharp leaves its memory to the system's allocator");
        Skip.If(!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("HIERKD_LIBTORCH_MEMORY") == "system", "memory is left to the system's allocator here");
        const long Maps = 40;
        const long Largest = 4 << 20;
        var before = LiveTensors.ResidentMemory();
        for (var step = 0; step < 3; step++)
        {
            using var lasting = NewDisposeScope();
            foreach (var size in new[] { Largest / 4, Largest / 2, Largest * 5 / 8, Largest * 3 / 4, Largest })
            {
                var maps = new List<Tensor>();
                for (var i = 0; i < Maps; i++)
                {
                    maps.Add(ones(size / sizeof(float)));
                    _ = ones(700);
                }
                foreach (var map in maps) map.Dispose();
            }
        }
        var growth = LiveTensors.ResidentMemory() - before;
        Assert.InRange(growth, long.MinValue, (Maps * Largest * 9 / 8) + (16 << 20));
    }

    private static string? Shuffled(int seed)
    {
        var random = new Random(seed);
        var held = new List<(Tensor Tensor, float Value)>();
        string? failure = null;
        for (var i = 0; i < 600; i++)
        {
            if (held.Count == 12 || (held.Count > 0 && random.Next(3) == 0))
            {
                var at = random.Next(held.Count);
                failure ??= Check(held[at]);
                held[at].Tensor.Dispose();
                held.RemoveAt(at);
            }
            var elements = 1L << random.Next(4, 20);
            var value = seed * 1000 + i;
            held.Add((full([elements + random.Next(100)], value, dtype: ScalarType.Float32), value));
        }
        foreach (var one in held)
        {
            failure ??= Check(one);
            one.Tensor.Dispose();
        }
        return failure;

        static string? Check((Tensor Tensor, float Value) held)
        {
            using var wrong = held.Tensor.ne(held.Value).any();
            return wrong.ToBoolean() ? $"{held.Tensor.numel()} numbers are not all {held.Value}" : null;
        }
    }
}
