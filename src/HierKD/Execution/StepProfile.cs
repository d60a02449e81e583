using System.Diagnostics;

namespace HierKD;

/// <summary>Where the time of steps goes, once it is on; time of a part within another counts for the inner one alone.</summary>
internal sealed class StepProfile
{
    private readonly Dictionary<StepPart, TimeSpan> _times = [];
    private TimeSpan _inner;

    /// <summary>Whether parts are measured.</summary>
    public bool IsOn { get; set; }

    /// <summary>What each part has taken so far.</summary>
    public IReadOnlyDictionary<StepPart, TimeSpan> Times => _times;

    /// <summary>Does something that belongs to a part.</summary>
    public T In<T>(StepPart part, Func<T> work)
    {
        if (!IsOn) return work();
        var (outer, start) = (_inner, Stopwatch.GetTimestamp());
        _inner = TimeSpan.Zero;
        try
        {
            return work();
        }
        finally
        {
            var taken = Stopwatch.GetElapsedTime(start);
            _times[part] = _times.GetValueOrDefault(part) + taken - _inner;
            _inner = outer + taken;
        }
    }

    /// <summary>Does something that belongs to a part.</summary>
    public void In(StepPart part, Action work) => In(part, () =>
    {
        work();
        return true;
    });
}
