namespace HierKD;

/// <summary>A source that knows how small its batches get.</summary>
internal interface IBatchSizes
{
    /// <summary>The samples of the smallest batch.</summary>
    int Smallest { get; }
}
