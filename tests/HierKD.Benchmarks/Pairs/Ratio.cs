namespace HierKD.Benchmarks.Pairs;

/// <summary>A ratio: its median over pairs, and quartiles.</summary>
internal sealed record Ratio(double Median, double Lower, double Upper);
