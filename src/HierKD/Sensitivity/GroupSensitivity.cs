namespace HierKD;

/// <summary>What a network loses when filters of one group go and no others.</summary>
/// <param name="Group">The group's name, as in <see cref="FilterGroup.Name"/>.</param>
/// <param name="Filters">How many filters it has.</param>
/// <param name="Points">What was measured, one for each of <see cref="SensitivityOptions.Ratios"/>.</param>
public sealed record GroupSensitivity(string Group, int Filters, IReadOnlyList<SensitivityPoint> Points);
