namespace HierKD;

/// <summary>
/// Whose turn it is: torch's generator is one for the process, so that two runs at once would change each other's random numbers (dropout,
/// the user's own augmentation), and with them their students. One waits for the other.
/// </summary>
internal sealed class RunTurn : IDisposable
{
    private static readonly SemaphoreSlim Turn = new(1, 1);

    // Follows the run's code into the tasks that it starts.
    private static readonly AsyncLocal<RunTurn?> Current = new();

    private bool _isOver;

    private RunTurn()
    {
    }

    /// <summary>Whether a run is going on that the caller is no part of.</summary>
    public static bool IsOthers => Turn.CurrentCount == 0 && Current.Value is not { _isOver: false };

    /// <summary>Waits until no other run is going on.</summary>
    /// <param name="waiting">Called before it waits.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">The caller is itself a part of a run, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled meanwhile.</exception>
    public static RunTurn Take(Action waiting, CancellationToken cancellation)
    {
        if (Current.Value is { _isOver: false })
        {
            throw new InvalidOperationException(
                "HierarchicalPruner.Run is called from within a run (its data, progress, loss or another part of the caller's). One run " +
                "at a time: torch's random numbers are one for the process. Start it when the run is over.");
        }
        if (!Turn.Wait(0, CancellationToken.None))
        {
            waiting();
            Turn.Wait(cancellation);
        }
        return Current.Value = new RunTurn();
    }

    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        Current.Value = null;
        Turn.Release();
    }
}
