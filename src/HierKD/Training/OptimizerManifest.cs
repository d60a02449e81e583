namespace HierKD;

/// <summary>What a checkpoint says of an optimizer beside its tensors.</summary>
/// <param name="Kind">Its type's name.</param>
/// <param name="Groups">For each group of parameters what it was told; <see langword="null"/> for an optimizer of the user's own kind.
/// </param>
/// <param name="Numbers">For each parameter the numbers that are remembered of it; the same.</param>
internal sealed record OptimizerManifest(
    string Kind, IReadOnlyList<OptimizerGroup>? Groups, IReadOnlyList<IReadOnlyDictionary<string, double>>? Numbers);

/// <summary>What a group of parameters was told.</summary>
/// <param name="Options">Numbers, by their names.</param>
/// <param name="Flags">What is on or off, by its name.</param>
internal sealed record OptimizerGroup(IReadOnlyDictionary<string, double>? Options, IReadOnlyDictionary<string, bool>? Flags);
