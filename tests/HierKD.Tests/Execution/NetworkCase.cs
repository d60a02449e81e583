using FsCheck;
using FsCheck.Fluent;

namespace HierKD.Tests;

/// <summary>A network and the seed of a mask.</summary>
public sealed record NetworkCase(string Network, int Seed);

/// <summary>Any network of the catalogue with any mask.</summary>
public static class NetworkCases
{
    public static Arbitrary<NetworkCase> Any() =>
        (from network in Gen.Elements<string>(TestNetwork.Names)
         from seed in Gen.Choose(0, 1_000_000)
         select new NetworkCase(network, seed)).ToArbitrary();
}
