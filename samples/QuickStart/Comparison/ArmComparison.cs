using System.Diagnostics;
using HierKD;
using HierKD.Samples;
using Spectre.Console;
using static TorchSharp.torch;

namespace QuickStart.Comparison;

/// <summary>
/// The same teacher pruned in several ways with the same budget, over several seeds. Every finished cell is appended to a file and never repeated,
/// so that a comparison can be stopped and resumed.
/// </summary>
internal static class ArmComparison
{
    public static int Run(Settings settings, ComparisonSettings comparison)
    {
        if (settings.Measure != HierKD.Measure.Filters) throw new InvalidOperationException("--compare removes a fraction of the filters in every arm; leave --measure out.");
        var device = settings.Prepare();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(comparison.Results))!);
        foreach (var seed in Enumerable.Range(settings.Seed, comparison.Seeds))
        {
            using var images = FashionMnist.Load(settings.Data, seed, device);
            var protocol = Protocol.Of(settings, images);
            foreach (var arm in comparison.Arms.Select(Arm.Named))
            {
                var cells = Cell.ReadAll(comparison.Results);
                RequireSameProtocol(cells, protocol, comparison.Results);
                if (cells.Any(c => c.Seed == seed && c.Arm == arm.Name)) continue;
                AnsiConsole.WriteLine($"Seed {seed}, {arm.Name} ...");
                var cell = Measure(settings, comparison, images, protocol, arm, seed, device);
                cell.AppendTo(comparison.Results);
                AnsiConsole.WriteLine($"Seed {seed}, {arm.Name}: test {cell.StudentTest:P2}, its teacher {cell.TeacherTest:P2}, {cell.Seconds:0} s.");
            }
        }
        var report = ComparisonReport.Render(Cell.ReadAll(comparison.Results));
        File.WriteAllText(Path.ChangeExtension(comparison.Results, ".md"), report);
        Console.WriteLine(report);
        return 0;
    }

    private static Cell Measure(
        Settings settings, ComparisonSettings comparison, FashionMnist images, Protocol protocol, Arm arm, int seed, Device device)
    {
        var (model, teacherValidation, teacherTest) = new TeacherStore(comparison.Teachers, settings).Get(images, protocol, seed, device);
        using var owned = model;
        var watch = Stopwatch.StartNew();
        var options = arm.Change(new PruningOptions
        {
            Chain = TeacherChain.Uniform(protocol.Ratio, protocol.Assistants),
            Training = new() { JointEpochs = protocol.JointEpochs, FineTuneEpochs = protocol.FineTuneEpochs },
            Seed = seed,
        });
        PruningResult? pruned = null;
        ProgressView.Show(progress => pruned = HierarchicalPruner.Run(
            model, new PruningData(images.Train(seed), images.Validation, images.ExampleInput), options, progress));
        using var result = pruned!;
        var (original, student) = (result.Report.Original, result.Report.Student);
        return new Cell
        {
            Seed = seed,
            Arm = arm.Name,
            Protocol = protocol,
            TeacherValidation = teacherValidation,
            TeacherTest = teacherTest,
            StudentValidation = student.Metric,
            StudentTest = Answers.Of(model, images.Test).Accuracy,
            FiltersKept = student.FiltersKept,
            Filters = student.Filters,
            Parameters = student.Parameters,
            OriginalParameters = original.Parameters,
            MultiplyAdds = student.MultiplyAdds,
            OriginalMultiplyAdds = original.MultiplyAdds,
            Seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            Finished = DateTime.UtcNow,
            Provenance = Provenance.Of(settings.Threads, settings.Device),
        };
    }

    private static void RequireSameProtocol(IEnumerable<Cell> cells, Protocol protocol, string results)
    {
        if (cells.FirstOrDefault(c => c.Protocol != protocol) is not { } other) return;
        throw new InvalidOperationException($"'{results}' holds cells of another protocol ({other.Protocol}; now {protocol}); give another file by --results.");
    }
}
