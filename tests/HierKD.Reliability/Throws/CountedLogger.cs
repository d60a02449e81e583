using Microsoft.Extensions.Logging;

namespace HierKD.Reliability.Throws;

/// <summary>A logger whose calls are counted.</summary>
internal sealed class CountedLogger(CallCounter counter) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        counter.Called($"logger ({eventId.Name})");
}
