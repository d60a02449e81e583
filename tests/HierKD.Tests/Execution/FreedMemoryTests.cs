using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>Memory that is given back after each level.</summary>
public sealed class FreedMemoryTests : RunTest
{
    [Fact]
    public void It_changes_no_bit()
    {
        using var kept = TinyNet.Seeded(dropout: 0.3);
        using var given = TinyNet.Seeded(dropout: 0.3);
        HierarchicalPruner.Run(kept, Data(), Quick).Dispose();
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(given, Data(), Quick with { GiveBackMemory = true }).Dispose());
        Assert.Equal(ModelBits.Of(kept), ModelBits.Of(given));
    }

    [SkippableFact]
    public void What_has_been_freed_leaves_the_process_where_glibc_keeps_it()
    {
        Skip.IfNot(FreedMemory.IsKept, "The C library here is not glibc.");
        // Blocks below the size that is mapped by itself, with one that stays above all of them.
        var blocks = Enumerable.Range(0, 1024).Select(_ => ones(16 * 1024, dtype: float32)).ToArray();
        using var last = ones(1024);
        foreach (var block in blocks) block.Dispose();
        var before = Resident();
        FreedMemory.GiveBack();
        Assert.True(Resident() < before - 30_000, $"{before} kB, then {Resident()}");
    }

    private static long Resident() => long.Parse(
        File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', '\t')
            .First(word => word.Length > 0 && char.IsDigit(word[0])),
        System.Globalization.CultureInfo.InvariantCulture);
}
