using System.Globalization;
using Spectre.Console;

namespace HierKD.Samples;

/// <summary>Shows how far the work is: a bar for each phase on a terminal, else a line for each epoch.</summary>
internal sealed class ProgressView : IProgress<PruningProgress>
{
    private readonly Dictionary<string, ProgressTask> _bars = [];
    private readonly ProgressContext? _context;

    private ProgressView(ProgressContext? context) => _context = context;

    /// <summary>Works with a view.</summary>
    public static void Show(Action<ProgressView> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            work(new ProgressView(null));
            return;
        }
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn())
            .Start(context => work(new ProgressView(context)));
    }

    public void Step(string phase, int epoch, int epochs, int step, int? steps)
    {
        if (_context is null) return;
        Bar(phase).Value = (epoch - 1 + (steps is > 0 ? (double)step / steps.Value : 0)) / epochs;
    }

    /// <summary>Shows what an epoch led to; a bar has no room for more than the beginning, <paramref name="result"/>.</summary>
    public void EndEpoch(string phase, int epoch, int epochs, string result, string rest = "")
    {
        if (_context is null)
        {
            AnsiConsole.WriteLine($"{phase}, epoch {epoch} of {epochs}: {result}{rest}");
            return;
        }
        Bar(phase).Value = (double)epoch / epochs;
        Bar(phase).Description = $"{phase}, {result}".EscapeMarkup();
    }

    /// <summary>Hears of a run of HierKD.</summary>
    public void Report(PruningProgress value)
    {
        var phase = value.Phase switch
        {
            PruningPhase.Joint => "joint phase",
            PruningPhase.FixedMasks => "fixed masks",
            _ => "fine-tuning",
        };
        if (value.Metrics.Count == 0)
        {
            Step(phase, value.Epoch, value.Epochs, value.Step, value.Steps);
            return;
        }
        var metrics = value.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Level} {100 * m.Metric:0.0} %")).ToArray();
        var rest = value.Teacher is null ? string.Concat(metrics.Skip(1).Select(m => $", {m}")) : $", taught by {value.Teacher}";
        EndEpoch(phase, value.Epoch, value.Epochs, $"validation {metrics[0]}", rest);
    }

    private ProgressTask Bar(string phase) =>
        _bars.TryGetValue(phase, out var bar) ? bar : _bars[phase] = _context!.AddTask(phase, maxValue: 1);
}
