namespace HierKD.Tests.Reporting;

/// <summary>A report without a run.</summary>
internal static class SampleReport
{
    public static RunEnvironment Environment { get; } = new(
        "1.2.3+abc", "4.5.6", "2.7.1", ".NET 10", "An OS (X64)", "cpu", 8, 4, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>
    /// All parts of a report, for a network of as many layers as wanted, with names that a page must not take for markup.
    /// </summary>
    public static PruningReport Full(int layers = 3, string evil = "", IReadOnlyList<LevelReport>? lines = null)
    {
        var chain = TeacherChain.Uniform(0.6, 2);
        lines ??=
        [
            new("original", 30, 30, 2_000_000, 12_345_678, 0.9, new Latency(12.3, 11.5, 13, 64)),
            new("largest", 30, 30, 2_000_000, 12_345_678, 0.91, new Latency(12.3, 11.5, 13, 64)),
            new("assistant 1", 21, 30, 1_200_000, 5_000_000, 0.89, new Latency(8, 7.5, 9, 64)) { Agreement = new(0.5, 0.75) },
            new("student, joint phase", 12, 30, 543_210, 999_999, 0.5, new Latency(4, 3.999, 4.5, 64)),
            new("student", 12, 30, 543_210, 999_999, 0.875, new Latency(4, 3.25, 4.5, 64)) { Agreement = new(0.25, 0.625) },
        ];
        var edges = Enumerable.Range(0, 5).Select(i => i / 2.0).ToArray();
        return new PruningReport(
            "top-1" + evil, chain, lines, [new FilterLock("stem" + evil, "it is the first layer" + evil, 16, 16)], 1_000_000, Environment)
        {
            Model = "MyNet" + evil,
            Layers = Enumerable.Range(0, layers).Select(i => new LayerWidth(
                $"features.{i}{evil}", "Conv2d", 32,
                new Dictionary<string, long> { ["student"] = 8 + i % 3, ["assistant 1"] = 16, ["largest"] = 32 })).ToArray(),
            Scores = chain.Levels.Select(l => new ScoreHistogram(l.Name, edges, [0, 2, 6, 8], [4, 3, 1, 0])).ToArray(),
            History =
            [
                new(PruningPhase.Joint, 1, [new("student", 0.3), new("assistant 1", 0.5), new("largest", 0.7)]),
                new(PruningPhase.Joint, 2, [new("student", 0.5), new("assistant 1", 0.8), new("largest", 0.9)]),
                new(PruningPhase.FineTune, 1, [new("student", 0.875)], "largest"),
            ],
            Computation = new(
                MemoryFormat.ChannelsLast, ComputePrecision.AsGiven,
                [
                    new(MemoryFormat.AsGiven, ComputePrecision.AsGiven, new Latency(1234.5, 1200, 1300, 64), null),
                    new(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven, new Latency(617.25, 600, 650, 64), null),
                    new(MemoryFormat.AsGiven, ComputePrecision.BFloat16, null, "it cannot be computed" + evil),
                ],
                "a step takes 0.50 times as long" + evil),
            Settings = [new("Seed", "7"), new("Scorer", "Mine" + evil)],
        };
    }
}
