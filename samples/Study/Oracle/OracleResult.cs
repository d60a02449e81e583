using HierKD.Samples;

namespace Study.Oracle;

/// <summary>How well a criterion orders the filters of a level.</summary>
/// <param name="Task">Network and data.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Level">The level.</param>
/// <param name="Keep">The fraction of the filters that it keeps.</param>
/// <param name="Criterion">The criterion.</param>
/// <param name="Correlation">The mean over the layers of Spearman's rank correlation with the growth of the training loss.</param>
/// <param name="Layers">The layers with filters enough to compare.</param>
/// <param name="Filters">Their filters.</param>
internal sealed record OracleResult(
    string Task, int Seed, string Level, double Keep, string Criterion, double Correlation, int Layers, int Filters);

/// <summary>A line of the results: one seed.</summary>
internal sealed record OracleLine(IReadOnlyList<OracleResult> Results, string Command, DateTime Finished, Provenance Provenance);
