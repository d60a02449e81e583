using FsCheck;
using FsCheck.Fluent;

namespace HierKD.Tests;

/// <summary>A network and the seed of a mask.</summary>
public sealed record ChainCase(string Network, int Seed);

/// <summary>Any network of the catalogue with any mask.</summary>
public static class ChainCases
{
    public static Arbitrary<ChainCase> Any() =>
        (from network in Gen.Elements<string>(TestNetwork.Names)
         from seed in Gen.Choose(0, 1_000_000)
         select new ChainCase(network, seed)).ToArbitrary();
}
