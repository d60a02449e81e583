namespace HierKD.Samples;

/// <summary>Ctrl+C as a cancellation: the first ends the work at its next step, the second ends the program.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public Interruption() => Console.CancelKeyPress += OnCancelKey;

    /// <summary>Is cancelled by Ctrl+C.</summary>
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
