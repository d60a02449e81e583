namespace TorchSharp;

/// <summary>What one thread did with objects of one kind, inside and outside dispose scopes.</summary>
public class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long DisposedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    public long AttachedToScopeCount { get; internal set; }

    public long DetachedFromScopeCount { get; internal set; }

    public long ThreadTotalLiveCount =>
        CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    public void Reset() =>
        CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount =
            DisposedInScopeCount = AttachedToScopeCount = DetachedFromScopeCount = 0;

    public override string ToString() =>
        Describe(ThreadTotalLiveCount, CreatedOutsideScopeCount, DisposedOutsideScopeCount, CreatedInScopeCount, DisposedInScopeCount, AttachedToScopeCount, DetachedFromScopeCount);

    internal static string Describe(long live, long createdOutside, long disposedOutside, long createdIn, long disposedIn, long attached, long detached) =>
        $"{nameof(ThreadTotalLiveCount)}: {live}; {nameof(CreatedOutsideScopeCount)}: {createdOutside}; {nameof(DisposedOutsideScopeCount)}: {disposedOutside}; "
        + $"{nameof(CreatedInScopeCount)}: {createdIn}; {nameof(DisposedInScopeCount)}: {disposedIn}; {nameof(AttachedToScopeCount)}: {attached}; {nameof(DetachedFromScopeCount)}: {detached}";
}
