using Microsoft.Extensions.Logging;

namespace HierKD.Tests.Run;

/// <summary>Keeps what is logged.</summary>
/// <param name="heard">Hears of each line.</param>
internal sealed class Lines(Action<string>? heard = null) : ILogger
{
    public List<(LogLevel Level, string Text)> Written { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Written.Add((logLevel, formatter(state, exception)));
        heard?.Invoke(Written[^1].Text);
    }
}
