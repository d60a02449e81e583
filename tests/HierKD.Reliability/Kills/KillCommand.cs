using HierKD.Reliability.Processes;
using HierKD.Reliability.Results;

namespace HierKD.Reliability.Kills;

/// <summary>The command <c>kills</c>.</summary>
internal static class KillCommand
{
    /// <summary>Some megabytes of weights.</summary>
    private const int Padding = 1024;

    public static int Run(AttackSettings settings) => Attack.Run(settings, "", progress =>
    {
        var counts = new KillAttack(ProgramProcess.Own, settings.Seed, Padding).Run(settings.Count, progress);
        return new AttackRow("kills", [new AttackPart("runs", new Dictionary<string, long>
        {
            ["kills"] = counts.Kills,
            ["during a write"] = counts.DuringWrite,
            ["chains"] = counts.Chains,
            ["restarts"] = counts.Restarts,
            ["differences"] = counts.Differences,
            ["leftovers"] = counts.Leftovers,
            ["failures"] = counts.Failures,
        })], counts.Faults);
    });
}
