using HierKD.Tests;
using Xunit.Abstractions;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>Networks that nobody thought of, with steps of all kinds, in ONNX Runtime.</summary>
public class RandomNetworkTests(ITestOutputHelper output)
{
    [Fact]
    public void Random_networks_give_the_same() => Require(80, 11);

    /// <summary>
    /// The same on as many networks as HIERKD_RANDOM_NETWORKS says, 0 if it is not set; HIERKD_RANDOM_SEED chooses others.
    /// </summary>
    [SkippableFact]
    public void Random_networks_of_a_long_run_give_the_same()
    {
        var count = Number("HIERKD_RANDOM_NETWORKS");
        Skip.If(count == 0, "HIERKD_RANDOM_NETWORKS is not set.");
        Require(count, Number("HIERKD_RANDOM_SEED"));
    }

    private void Require(int count, int seed)
    {
        var failures = RandomExportRun.Of(count, seed, output.WriteLine);
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static int Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : 0;
}
