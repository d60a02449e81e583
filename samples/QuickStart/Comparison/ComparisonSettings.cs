namespace QuickStart.Comparison;

/// <summary>What the command line says about a comparison.</summary>
internal sealed record ComparisonSettings(int Seeds, IReadOnlyList<string> Arms, string Results, string Teachers);
