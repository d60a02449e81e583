namespace HierKD.Tests;

/// <summary>Graphs of groups without layers, for what looks at scores and masks alone.</summary>
internal static class FilterGraphs
{
    public static FilterGraph Of(params int[] filters) =>
        new([], filters.Select((count, i) => new FilterGroup(i, $"group{i}", count, [])).ToArray(), [], cost: null!);

    public static FilterScores Scores(FilterGraph graph, params float[][] scores) => new(FilterMask.Full(graph), scores);

    /// <summary>The filters that are on, as text: a line of digits for each group.</summary>
    public static string Text(FilterMask mask) =>
        string.Join(" ", mask.Graph.Groups.Select(g => string.Concat(mask[g].Select(on => on ? '1' : '0'))));

    public static FilterMask Mask(FilterGraph graph, string text) =>
        FilterMask.Of(graph, text.Split(' ').Select(g => g.Select(c => c == '1')));
}
