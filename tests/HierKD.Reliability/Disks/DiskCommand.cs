using HierKD.Reliability.Results;

namespace HierKD.Reliability.Disks;

internal static class DiskCommand
{
    public static int Run(AttackSettings settings) => Attack.Run(settings, "", _ => AttackRow.Missing("full-disk", "it is not written yet"));
}
