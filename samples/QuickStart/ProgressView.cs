using System.Globalization;
using HierKD;
using Spectre.Console;

namespace QuickStart;

/// <summary>Shows how far the work is: a bar for each phase on a terminal, else a line for each epoch.</summary>
internal sealed class ProgressView : IProgress<PruningProgress>
{
    private readonly Dictionary<string, ProgressTask> _bars = [];
    private readonly ProgressContext? _context;

    private ProgressView(ProgressContext? context) => _context = context;

    /// <summary>Works with a view, and clears the bars afterwards.</summary>
    public static void Show(Action<ProgressView> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            work(new ProgressView(null));
            return;
        }
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new ProgressView(context)));
    }

    public void Step(string phase, int epoch, int epochs, int step, int? steps)
    {
        if (_context is null) return;
        Bar(phase).Value = (epoch - 1 + (steps is > 0 ? (double)step / steps.Value : 0)) / epochs;
    }

    public void EndEpoch(string phase, int epoch, int epochs, string result)
    {
        if (_context is null)
        {
            AnsiConsole.WriteLine($"{phase}, epoch {epoch} of {epochs}: {result}");
            return;
        }
        Bar(phase).Value = (double)epoch / epochs;
        Bar(phase).Description = $"{phase}, {result}".EscapeMarkup();
    }

    /// <summary>Hears of a run of HierKD.</summary>
    public void Report(PruningProgress value)
    {
        var phase = value.Phase == PruningPhase.Joint ? "joint phase" : "fine-tuning";
        if (value.Metrics.Count == 0)
        {
            Step(phase, value.Epoch, value.Epochs, value.Step, value.Steps);
            return;
        }
        var metrics = value.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Level} {m.Metric:P1}"));
        var teacher = value.Teacher is null ? "" : $", taught by {value.Teacher}";
        EndEpoch(phase, value.Epoch, value.Epochs, $"validation {string.Join(", ", metrics)}{teacher}");
    }

    private ProgressTask Bar(string phase) =>
        _bars.TryGetValue(phase, out var bar) ? bar : _bars[phase] = _context!.AddTask(phase, maxValue: 1);
}
