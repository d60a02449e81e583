using System.Diagnostics;
using HierKD.Samples;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>Runs a recipe: the data, the original, the pruning, the student saved and loaded back, what it all led to.</summary>
internal static class RecipeRun
{
    public static int Run(RecipeSettings settings)
    {
        if (!settings.Smoke) return Run(settings, settings.Data);
        var folder = Directory.CreateTempSubdirectory("hierkd-recipe-");
        try
        {
            settings.Recipe.Generate(folder.FullName);
            return Run(settings, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Run(RecipeSettings settings, string folder)
    {
        var recipe = settings.Recipe;
        var watch = Stopwatch.StartNew();
        var device = settings.Prepare();
        using var interruption = new Interruption(settings.AtMost);
        // Here already, so that a mistake shows before any training.
        var options = settings.Options();
        settings.RequireFolders();
        AnsiConsole.WriteLine(
            $"{recipe.Title}{(settings.Smoke ? " (smoke run: made-up data, a narrow network, an epoch of each phase)" : "")}");
        AnsiConsole.WriteLine($"{options.Chain}");

        // 1. Data.
        using var data = recipe.Load(new DataRequest(folder, settings.HeldOut, settings.Seed, device, settings.Smoke));
        var counts = data.Counts;
        AnsiConsole.WriteLine(
            $"{counts.Train} training, {counts.Validation} validation and {counts.Test} test images in {data.Classes} classes.");

        // 2. The original: its weights from a file, or trained here.
        manual_seed(settings.Seed);
        using var model = recipe.Network(settings.Width, data.Classes);
        if (settings.Weights is not null) SafetensorsWeights.Load(model, settings.Weights);
        model.to(device);
        model.eval();
        if (settings.BaselineEpochs is > 0 and var epochs)
        {
            Teacher.TrainOnce(model, settings.OriginalFile(epochs), progress => Baseline.Train(
                model, data, recipe.Baseline, epochs, settings.Smoke ? settings.Batch : recipe.Baseline.BatchSize, progress,
                interruption.Token));
            if (settings.OriginalOutput is not null) SafetensorsWeights.Save(model, settings.OriginalOutput);
        }
        var original = Answers.Of(model, data.Test);
        var originalSeconds = watch.Elapsed.TotalSeconds;
        AnsiConsole.WriteLine($"The original: test {100 * original.Accuracy:0.00} % ({watch.Elapsed:h\\:mm\\:ss}).");

        // 3. Make it small. Afterwards `model` is the student.
        PruningResult? pruned = null;
        var batches = new PruningData(data.Train(settings.Batch), data.Validation, data.ExampleInput);
        ProgressView.Show(
            progress => pruned = HierarchicalPruner.Run(model, batches, options, progress, cancellationToken: interruption.Token));
        using var result = pruned!;
        var pruningSeconds = watch.Elapsed.TotalSeconds - originalSeconds;
        foreach (var kept in result.Graph.Locks) Console.WriteLine($"  {kept}.");

        // 4. Save it with a report on it, and load it into a fresh network.
        result.Save(settings.Output);
        result.Report.SaveHtml(settings.Report);
        using var reloaded = SlimModel.Load(settings.Output, () => recipe.Network(settings.Width, data.Classes));
        reloaded.to(device);

        // 5. What came of it; the test set has been kept for this.
        var student = Answers.Of(model, data.Test);
        var same = student.Bits.AsSpan().SequenceEqual(Answers.Of(reloaded, data.Test).Bits);
        AnsiConsole.Write(LevelTable.Of(result.Report, original.Accuracy, student.Accuracy));
        AnsiConsole.WriteLine(LevelTable.Summary(result.Report));
        AnsiConsole.WriteLine($"The report is in {settings.Report}.");
        AnsiConsole.WriteLine(
            $"Saved to {settings.Output}. The reloaded network's outputs on the test images are " +
            $"{(same ? "the same, bit for bit" : "DIFFERENT")} ({watch.Elapsed:h\\:mm\\:ss}).");
        OutputFile.Delete(settings.OriginalFile(settings.BaselineEpochs), settings.Checkpoint);
        if (settings.Smoke) return same ? 0 : 1;

        var training = options.Training;
        ResultLine.Append(settings.Results, new RecipeOutcome(
            recipe.Name, options.Chain.Student.Ratio, settings.IsWhole, settings.DataName ?? recipe.DataName, counts.Train,
            counts.Validation, counts.Test, original.Accuracy, student.Accuracy, result.Report.Lines, same,
            settings.BaselineEpochs, training.Joint.Epochs, training.Joint.FixedMaskEpochs, training.FineTuning.Epochs, settings.Batch,
            Math.Round(originalSeconds, 1), Math.Round(pruningSeconds, 1), settings.Seed,
            settings.Command, DateTime.UtcNow, Provenance.Of(settings.Threads, settings.Device)));
        return same ? 0 : 1;
    }
}
