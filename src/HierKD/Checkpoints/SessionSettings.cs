using System.Globalization;
using System.Text;

namespace HierKD;

/// <summary>What a session was told and given, as text, to know whether a checkpoint is this session's.</summary>
internal static class SessionSettings
{
    private const int MostDifferences = 100;

    public static IReadOnlyDictionary<string, string> Of(PruningSession session) => Of(session.Working, session.Graph, session.Options);

    public static IReadOnlyDictionary<string, string> Of(WorkingModel working, FilterGraph graph, SessionOptions options) =>
        InvariantText.Of(() => Read(working, graph, options));

    /// <summary>The refusal of a checkpoint that others have written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="whose">What has written it: a run, a session.</param>
    /// <param name="differences">What differs: its name, what it was, and what it is now.</param>
    public static InvalidDataException Refusal(string path, string whose, IEnumerable<(string Name, string? Was, string? Now)> differences)
    {
        var text = new StringBuilder(
            $"'{path}' is the checkpoint of another {whose}. Delete it to begin anew, give another " +
            $"path, or give what that {whose} was given:");
        foreach (var (name, was, now) in differences.Take(MostDifferences))
        {
            text.Append($"\n  {MessageText.Of(name)} was {Short(was)}, now {Short(now)}");
        }
        return new InvalidDataException(text.ToString());
    }

    private static Dictionary<string, string> Read(WorkingModel working, FilterGraph graph, SessionOptions options)
    {
        var settings = new Dictionary<string, string>();
        Add("the model's weights", WeightsDigest.Of(working));
        Add("the removable filters", string.Join(", ", graph.Groups.Select(g => $"{g.Name}: {g.Filters}")));
        Add(nameof(options.Chain), string.Join("; ", options.Chain.Levels));
        Add(nameof(options.Scorer), $"{Part(options.Scorer)} {options.Scorer.Source} {options.Scorer.Accumulation}");
        Add(nameof(options.Pruner), Part(options.Pruner));
        Add(nameof(options.Limits), string.Join("; ", options.Limits));
        Add(nameof(options.Distillation), options.Distillation with { Loss = null, External = null });
        Add("Distillation.External", options.Distillation.External is { } outside ? ExternalTeacher.TextOf(outside) : null);
        Add("Distillation.Loss", (options.Distillation.Loss ?? options.Task.DefaultDistillation) is { } loss ? Part(loss) : "by form");
        Add("Task", $"{options.Task.Metric.Name}, {(options.Task.Metric.HigherIsBetter ? "higher" : "lower")} is better" +
            (options.Task.Told.Length > 0 ? $", {options.Task.Told}" : ""));
        Add(nameof(options.Private), options.Private);
        Add(nameof(options.NestedMasks), options.NestedMasks);
        Add(nameof(options.Execution), options.Execution);
        Add(nameof(options.MemoryFormat), options.MemoryFormat);
        Add(nameof(options.Precision), options.Precision);
        Add(nameof(options.Sampling), options.Sampling);
        Add(nameof(options.Gradients), options.Gradients);
        Add(nameof(options.Processes), options.Processes.Size);
        return settings;

        void Add(string name, object? value) => settings.Add(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }

    /// <summary>
    /// A part of the library's says what it was given; one of the caller's own may say what it likes, and is known by its type.
    /// </summary>
    private static string Part(object part) =>
        part.GetType().Assembly == typeof(SessionSettings).Assembly ? $"{part.GetType()} {part}" : $"{part.GetType()}";

    private static string Short(string? value) => value switch
    {
        null or "" => "none",
        _ => MessageText.Of(value),
    };
}
