namespace HierKD.Samples;

/// <summary>
/// Ctrl+C as a cancellation: the first ends the work at its next step, the second ends the program. A time that is over ends the work too.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <param name="atMost">How long the work may take, if there is a limit.</param>
    public Interruption(TimeSpan? atMost = null)
    {
        Console.CancelKeyPress += OnCancelKey;
        if (atMost is { } time) _source.CancelAfter(time);
    }

    /// <summary>Is cancelled by Ctrl+C, or when the time is over.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKey;
        _source.Dispose();
    }

    private void OnCancelKey(object? sender, ConsoleCancelEventArgs key)
    {
        key.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
