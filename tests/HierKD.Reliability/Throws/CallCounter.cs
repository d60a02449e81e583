namespace HierKD.Reliability.Throws;

/// <summary>Counts the calls of all parts of the user's together, and acts at one of them.</summary>
/// <param name="call">At which, counted from 1.</param>
/// <param name="act">What happens then.</param>
internal sealed class CallCounter(long call, Action act)
{
    /// <summary>The calls so far.</summary>
    public long Calls { get; private set; }

    /// <summary>The part that was called then; <see langword="null"/> if it did not come to that.</summary>
    public string? Part { get; private set; }

    /// <summary>A part of the user's is called.</summary>
    public void Called(string part)
    {
        if (++Calls != call) return;
        Part = part;
        act();
    }
}
