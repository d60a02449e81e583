using FsCheck;
using FsCheck.Fluent;

namespace HierKD.Tests;

/// <summary>Networks of one to twelve random steps. They shrink to fewer and simpler steps.</summary>
public static class RandomNetworks
{
    private const int MostSteps = 12;

    public static Arbitrary<RandomNetwork> Any() => Arb.From(Networks, Shrink);

    /// <summary>Small numbers are as frequent as all others together: what was made last is read most.</summary>
    private static Gen<int> Choice { get; } = Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 3)), (1, Gen.Choose(0, 99)));

    private static Gen<Gene> Genes { get; } =
        from kind in Gen.Frequency((2, Gen.Choose(0, NetworkWriter.CommonKinds - 1)), (3, Gen.Choose(0, NetworkWriter.Kinds - 1)))
        from first in Choice
        from second in Gen.Choose(0, 99)
        from size in Gen.Choose(0, 99)
        select new Gene(kind, first, second, size);

    private static Gen<RandomNetwork> Networks { get; } =
        from steps in Gen.Choose(1, MostSteps)
        from genes in Genes.ListOf(steps)
        from ending in Gen.Choose(0, 863)
        from seed in Gen.Choose(0, 1_000_000)
        select new RandomNetwork([.. genes], ending, seed);

    public static IEnumerable<RandomNetwork> Shrink(RandomNetwork network)
    {
        for (var i = 0; i < network.Genes.Count; i++) yield return network with { Genes = [.. network.Genes.Where((_, at) => at != i)] };
        if (network.Ending > 0) yield return network with { Ending = 0 };
        if (network.Ending >= 12) yield return network with { Ending = network.Ending % 12 };
        for (var i = 0; i < network.Genes.Count; i++)
        {
            var gene = network.Genes[i];
            foreach (var simpler in new[]
            {
                gene with { First = 0 }, gene with { Second = gene.Second / 2 }, gene with { Size = gene.Size / 2 }, gene with { Kind = 0 }
            })
            {
                if (simpler != gene) yield return network with { Genes = [.. network.Genes.Select((g, at) => at == i ? simpler : g)] };
            }
        }
    }
}
