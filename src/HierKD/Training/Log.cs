using Microsoft.Extensions.Logging;

namespace HierKD;

/// <summary>The lines that a run logs.</summary>
internal static partial class Log
{
    public static void Started(ILogger? logger, int groups, int filters, TeacherChain chain)
    {
        if (logger is not null) StartedCore(logger, groups, filters, chain);
    }

    public static void JointPhaseDone(ILogger? logger, double metric, string metricName)
    {
        if (logger is not null) JointPhaseDoneCore(logger, metricName, metric);
    }

    public static void FineTuned(ILogger? logger, double metric, string metricName)
    {
        if (logger is not null) FineTunedCore(logger, metricName, metric);
    }

    [LoggerMessage(1, LogLevel.Information, "Pruning {Filters} filters in {Groups} groups: {Chain}")]
    private static partial void StartedCore(ILogger logger, int groups, int filters, TeacherChain chain);

    [LoggerMessage(2, LogLevel.Information, "Joint phase done; the student's {MetricName} is {Metric}")]
    private static partial void JointPhaseDoneCore(ILogger logger, string metricName, double metric);

    [LoggerMessage(3, LogLevel.Information, "Fine-tuning done; the student's {MetricName} is {Metric}")]
    private static partial void FineTunedCore(ILogger logger, string metricName, double metric);
}
