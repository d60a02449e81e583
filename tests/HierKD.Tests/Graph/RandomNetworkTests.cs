using FsCheck.Xunit;
using Xunit.Abstractions;

namespace HierKD.Tests;

/// <summary>Discovery on networks that nobody thought of: whatever it offers to remove can be removed.</summary>
public sealed class RandomNetworkTests(ITestOutputHelper output) : ScopedTest
{
    [Property(Arbitrary = [typeof(RandomNetworks)], MaxTest = 100)]
    public void No_random_network_is_made_wrong(RandomNetwork network) => RandomNetworkCheck.Require(network);

    /// <summary>The same on as many networks as HIERKD_RANDOM_NETWORKS says, 0 if it is not set; HIERKD_RANDOM_SEED chooses others.</summary>
    [SkippableFact]
    public void No_network_of_a_long_run_is_made_wrong()
    {
        var count = Number("HIERKD_RANDOM_NETWORKS");
        Skip.If(count == 0, "HIERKD_RANDOM_NETWORKS is not set.");
        var failures = RandomNetworkRun.Of(count, Number("HIERKD_RANDOM_SEED"), output.WriteLine);
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static int Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : 0;
}
