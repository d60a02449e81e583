namespace HierKD.Recipes;

/// <summary>A published result.</summary>
/// <param name="Source">Who published it.</param>
/// <param name="Ratio">The student's ratio in the recipe that stands beside it; <see langword="null"/> for the original.</param>
/// <param name="Label">What the student is called there.</param>
/// <param name="Parameters">Parameters, as printed.</param>
/// <param name="MultiplyAdds">Multiply-adds, as printed.</param>
/// <param name="Top1">Top-1 accuracy in percent, or the change of it, as printed.</param>
internal sealed record PublishedRow(string Source, double? Ratio, string Label, string Parameters, string MultiplyAdds, string Top1);
