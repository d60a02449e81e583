using HierKD.Reliability.Results;

namespace HierKD.Reliability.Throws;

internal static class ThrowCommand
{
    public static int Run(AttackSettings settings) => Attack.Run(settings, "", _ => AttackRow.Missing("throws", "it is not written yet"));
}
