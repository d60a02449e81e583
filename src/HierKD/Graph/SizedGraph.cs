namespace HierKD;

/// <summary>What was found with inputs of one size.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="IsBatched">Whether samples go through the model each by itself.</param>
/// <param name="TrainsOnOne">Whether training mode takes a single one; <see langword="null"/> if it takes nothing.</param>
/// <param name="Variation">How values could be varied in the trial; <see langword="null"/> if they could not.</param>
internal sealed record SizedGraph(FilterGraph Graph, bool IsBatched, bool? TrainsOnOne, (bool Input, bool Own)? Variation);
