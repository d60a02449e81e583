namespace HierKD.Tests.Run;

/// <summary>
/// Counts the tensors of this thread that nobody has disposed; what only the collector would free counts as alive.
/// <c>Tensor.TotalCount</c> would not do: every parameter made of a tensor leaves it one too high.
/// </summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Requires that <paramref name="action"/> leaves no tensor behind, not even for the collector.</summary>
    public static void AssertNoneLeft(Action action)
    {
        var before = Count;
        action();
        Assert.Equal(before, Count);
    }
}
