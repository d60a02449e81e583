using System.Globalization;
using Spectre.Console;

namespace HierKD.Samples;

/// <summary>Shows how far the work is: a line for each epoch and, on a terminal, live bars below them, one for each phase.</summary>
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
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(),
                new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(context => work(new ProgressView(context)));
    }

    /// <summary>Shows a step of an epoch.</summary>
    /// <param name="phase">What the bar is called.</param>
    /// <param name="epoch">Which epoch, from 1.</param>
    /// <param name="epochs">Of how many.</param>
    /// <param name="step">The steps of it that are done.</param>
    /// <param name="steps">Of how many, where that is known.</param>
    /// <param name="loss">The loss of the step, where there is one.</param>
    public void Step(string phase, int epoch, int epochs, int step, int? steps, double? loss = null)
    {
        if (_context is null) return;
        var bar = Bar(phase);
        bar.Value = (epoch - 1 + (steps is > 0 ? (double)step / steps.Value : 0)) / epochs;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{phase}, epoch {epoch} of {epochs}{(loss is null ? "" : $", loss {loss:0.000}")}").EscapeMarkup();
    }

    /// <summary>Shows what an epoch led to.</summary>
    public void EndEpoch(string phase, int epoch, int epochs, string result)
    {
        AnsiConsole.WriteLine($"{phase}, epoch {epoch} of {epochs}: {result}");
        if (_context is not null) Bar(phase).Value = (double)epoch / epochs;
    }

    /// <summary>Shows that a phase has ended before its last epoch.</summary>
    public void EndPhase(string phase)
    {
        if (_context is not null) Bar(phase).Value = 1;
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
            Step(phase, value.Epoch, value.Epochs, value.Step, value.Steps, value.Losses.Count > 0 ? value.Losses[0].Total : null);
            return;
        }
        var metrics = value.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Level} {100 * m.Metric:0.0} %"));
        EndEpoch(
            phase, value.Epoch, value.Epochs,
            $"validation {string.Join(", ", metrics)}{(value.Teacher is null ? "" : $", taught by {value.Teacher}")}");
    }

    private ProgressTask Bar(string phase) =>
        _bars.TryGetValue(phase, out var bar) ? bar : _bars[phase] = _context!.AddTask(phase, maxValue: 1);
}
