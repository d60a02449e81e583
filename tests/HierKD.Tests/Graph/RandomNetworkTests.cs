using FsCheck.Xunit;
using Xunit.Abstractions;

namespace HierKD.Tests;

/// <summary>Discovery on networks that nobody thought of: whatever it offers to remove can be removed.</summary>
public sealed class RandomNetworkTests(ITestOutputHelper output) : ScopedTest
{
    [Property(Arbitrary = [typeof(RandomNetworks)], MaxTest = 150, Replay = "(11,7)")]
    public void No_random_network_is_made_wrong(RandomNetwork network) => RandomNetworkCheck.Require(network);

    /// <summary>
    /// Networks that earlier trial masks let through: by two filters on either side of a boundary, by its place, by even numbers, by one
    /// filter that was left.
    /// </summary>
    public static TheoryData<RandomNetwork> OnceWrong => new(
        new RandomNetwork([new(0, 0, 0, 4), new(34, 0, 0, 0), new(37, 2, 0, 0)], 260, 189933),
        new RandomNetwork([new(14, 0, 0, 97)], 0, 72835),
        new RandomNetwork([new(0, 0, 0, 6), new(0, 0, 0, 0), new(18, 1, 0, 0), new(0, 33, 0, 0)], 0, 788369),
        new RandomNetwork([new(0, 0, 0, 20), new(0, 0, 0, 0), new(0, 0, 0, 0), new(0, 0, 0, 0), new(14, 3, 0, 24)], 0, 366538),
        new RandomNetwork([new(8, 0, 92, 80), new(6, 1, 45, 1), new(6, 0, 11, 1), new(7, 0, 1, 0)], 0, 139147),
        new RandomNetwork([new(0, 0, 0, 85), new(7, 0, 1, 45), new(0, 0, 0, 0), new(0, 38, 0, 0)], 0, 617829));

    [Theory]
    [MemberData(nameof(OnceWrong))]
    public void No_network_that_once_was_made_wrong_is_made_so_again(RandomNetwork network) => RandomNetworkCheck.Require(network);

    /// <summary>
    /// The same on as many networks as HIERKD_RANDOM_NETWORKS says, 0 if it is not set; HIERKD_RANDOM_SEED chooses others.
    /// </summary>
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
