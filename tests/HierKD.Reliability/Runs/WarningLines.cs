using Microsoft.Extensions.Logging;

namespace HierKD.Reliability.Runs;

/// <summary>Says warnings to who has started the process.</summary>
internal sealed class WarningLines : ILogger
{
    /// <summary>What a warning begins with.</summary>
    public const string Prefix = "warning: ";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Console.WriteLine(Prefix + formatter(state, exception).ReplaceLineEndings(" "));
    }
}
