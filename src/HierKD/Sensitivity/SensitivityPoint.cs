namespace HierKD;

/// <summary>The network without some of the filters of one group.</summary>
/// <param name="Ratio">The fraction that was asked for.</param>
/// <param name="FiltersRemoved">How many filters that is: the nearest number, but one filter stays.</param>
/// <param name="Metric">The metric on the validation batches.</param>
/// <param name="Loss">
/// How much worse that is than the whole network's, whose statistics were estimated anew in the same way; below 0 if it is better.
/// </param>
public sealed record SensitivityPoint(double Ratio, int FiltersRemoved, double Metric, double Loss);
