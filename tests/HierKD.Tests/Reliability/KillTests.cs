using HierKD.Reliability.Kills;
using HierKD.Tests.Samples;

namespace HierKD.Tests.Reliability;

/// <summary>A few runs that are killed; tests/HierKD.Reliability has hundreds.</summary>
public sealed class KillTests
{
    private const int Kills = 5;
    private const int Padding = 384;

    [SkippableFact]
    public void A_run_that_is_killed_again_and_again_ends_with_the_same_student()
    {
        Skip.If(ProgramCommandLine.Lacks is not null, ProgramCommandLine.Lacks);
        var counts = new KillAttack(Program(), seed: 3, Padding).Run(Kills);
        Assert.Empty(counts.Faults);
        Assert.Equal(Kills, counts.Kills);
    }

    private static string Program()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return RepositoryFolder.Find("tests", "HierKD.Reliability", "bin", configuration, "net10.0", "HierKD.Reliability.dll");
    }
}
