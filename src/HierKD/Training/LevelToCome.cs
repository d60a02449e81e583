namespace HierKD;

/// <summary>A level that will be trained alone: what an epoch of it will cost is known before.</summary>
/// <param name="Mask">Its filters.</param>
/// <param name="Teachers">Who teaches it at first.</param>
internal sealed record LevelToCome(FilterMask Mask, IReadOnlyList<Teacher> Teachers);
