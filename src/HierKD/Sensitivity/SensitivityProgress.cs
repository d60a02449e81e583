namespace HierKD;

/// <summary>What has been measured of a <see cref="SensitivityReport"/>.</summary>
/// <param name="Group">The group of filters that was measured last.</param>
/// <param name="Ratio">The fraction of it that was removed.</param>
/// <param name="Done">How many measurements are done.</param>
/// <param name="Of">How many there are.</param>
public sealed record SensitivityProgress(string Group, double Ratio, int Done, int Of);
