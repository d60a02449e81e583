namespace HierKD.Benchmarks.Parts;

/// <summary>What the command line says of the small parts.</summary>
/// <param name="Names">Which ones; all if there is none.</param>
/// <param name="Results">The page to write.</param>
internal sealed record PartSettings(IReadOnlyList<string> Names, string Results);
