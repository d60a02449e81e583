namespace HierKD.OnnxSurvey.Export;

/// <summary>What the command line says of exports.</summary>
/// <param name="Only">The networks to export; all if empty.</param>
/// <param name="Seed">Seed of weights and inputs.</param>
/// <param name="Results">The file of the results.</param>
internal sealed record ExportSettings(IReadOnlyList<string> Only, int Seed, string Results);
