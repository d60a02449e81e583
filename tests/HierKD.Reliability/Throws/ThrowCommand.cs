using HierKD.Reliability.Results;

namespace HierKD.Reliability.Throws;

/// <summary>The command <c>throws</c>.</summary>
internal static class ThrowCommand
{
    public static int Run(ThrowSettings settings)
    {
        if (settings.Only is { } only) return Repeat(settings, only);
        return Attack.Run(settings.Common, "", progress =>
        {
            var attacks = Attacks(settings);
            var done = 0L;
            foreach (var attack in attacks)
            {
                // Behind the last call nothing happens.
                for (var call = 1; call <= Math.Min(settings.Common.Count, attack.Calls + 1); call++)
                {
                    attack.Run(call);
                    progress.Report(++done / attacks.Length);
                }
            }
            foreach (var attack in attacks) attack.Dispose();
            return new AttackRow("throws", [.. ThrowWay.All.Zip(attacks, Part)], [.. attacks.SelectMany(a => Faults(a.Counts))]);
        });
    }

    private static int Repeat(ThrowSettings settings, long call)
    {
        var faults = 0;
        foreach (var attack in Attacks(settings))
        {
            attack.Run(call);
            foreach (var fault in Faults(attack.Counts)) Console.WriteLine(fault);
            faults += attack.Counts.Faults.Count;
            attack.Dispose();
        }
        return faults > 0 ? 1 : 0;
    }

    private static ThrowAttack[] Attacks(ThrowSettings settings) =>
        [.. ThrowWay.All.Select(way => new ThrowAttack(settings.Common.Seed, way))];

    private static AttackPart Part(ThrowWay way, ThrowAttack attack) => new($"{way}", new Dictionary<string, long>
    {
        ["calls in a run"] = attack.Calls,
        ["runs disturbed"] = attack.Counts.Runs,
        ["ended"] = attack.Counts.Ended,
        ["complete"] = attack.Counts.Complete,
        ["wrong models"] = attack.Counts.Models,
        ["wrong exceptions"] = attack.Counts.Exceptions,
        ["generator changed"] = attack.Counts.Generators,
        ["tensors left"] = attack.Counts.Tensors,
    });

    private static IEnumerable<string> Faults(ThrowCounts counts) =>
        counts.Faults.Values.Select(f => f.Count == 1 ? f.First : $"{f.First} ({f.Count} of the kind)");
}
