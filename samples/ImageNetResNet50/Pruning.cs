using System.Diagnostics;
using HierKD;
using HierKD.Samples;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNetResNet50;

/// <summary>
/// The recipe: take a trained ResNet-50, remove multiply-adds with HierKD, save what is left, load it back, and look at the cost and the
/// accuracy.
/// </summary>
internal static class Pruning
{
    public static int Run(PruningSettings settings) => Distribution.Run(settings.Distributed, here => Run(settings, here));

    private static int Run(PruningSettings settings, Distribution here)
    {
        var watch = Stopwatch.StartNew();
        var device = here.Place(settings.Prepare());
        using var interruption = new Interruption();
        // Here already, so that a mistake shows before any training.
        var options = new PruningOptions
        {
            Chain = TeacherChain.Default(settings.Ratio, settings.Assistants).Of(Measure.MultiplyAdds),
            Training = new()
            {
                Joint = new() { Epochs = settings.Joint },
                FineTuning =
                new() { Epochs = settings.FineTune },
                LearningRate = settings.LearningRate
            },
            // Whatever is fastest here, unless --compute says otherwise.
            MemoryFormat = settings.Computing.Format,
            Precision = settings.Computing.Precision,
            Checkpoint = settings.Checkpoint is { } file ? new(file) { Keep = true } : null,
            Seed = settings.Seed,
            // This one alone, unless --distributed says otherwise.
            Processes = here.Processes,
        };

        // 1. Data. What validates is held out of the training images; `val` waits for finished networks.
        using var folder = DataFolder.Open(settings.Data);
        using var images = settings.Open(folder, device);
        AnsiConsole.WriteLine(
            $"{images.Sizes} in {images.Classes.Count} classes, seen at " +
            $"{settings.Side}x{settings.Side}{(settings.Data is null ? "; they are made up" : "")}.");

        // 2. The network: torchvision's weights, or trained here.
        manual_seed(settings.Seed);
        using var model = Network.Make(images.Classes.Count, settings.WidthFactor);
        if (settings.Weights is not null) SafetensorsWeights.Load(model, settings.Weights);
        model.to(device);
        model.eval();
        if (settings.Original > 0)
        {
            here.Share(model, () => Teacher.TrainOnce(model, settings.OriginalFile, progress =>
                Teacher.Train(
                    model, images.Train(settings.Batch, settings.Seed), images.Validation, settings.Original,
                    settings.Weights is null ? 0.05 : settings.LearningRate, progress, interruption.Token)));
        }
        var original = TopAccuracy.Of(model, images.Test, cancellation: interruption.Token);
        AnsiConsole.WriteLine($"The original: {original} ({watch.Elapsed:h\\:mm\\:ss}).");

        // 3. Make it small. Afterwards `model` is the student: the same object, with smaller tensors.
        PruningResult? pruned = null;
        var data = new PruningData(images.Train(settings.Batch, settings.Seed), images.Validation, images.ExampleInput);
        ProgressView.Show(
            progress => pruned = HierarchicalPruner.Run(model, data, options, progress, cancellationToken: interruption.Token));
        using var result = pruned!;
        if (!here.IsFirst) return 0;
        AnsiConsole.WriteLine($"Pruned it ({watch.Elapsed:h\\:mm\\:ss}): {result.Graph.Groups.Count} groups of filters.");
        foreach (var kept in result.Graph.Locks) Console.WriteLine($"  {kept}.");

        // 4. Save it, and load it into a fresh network.
        result.Save(settings.Output);
        using var reloaded = SlimModel.Load(settings.Output, () => Network.Make(images.Classes.Count, settings.WidthFactor));
        reloaded.to(device);

        // 5. What came of it, and is what was loaded what was saved?
        var student = TopAccuracy.Of(model, images.Test);
        var same = Answers.Of(model, images.Test).Bits.AsSpan().SequenceEqual(Answers.Of(reloaded, images.Test).Bits);
        AnsiConsole.Write(LevelTable.Of(result.Report, original.Top1, student.Top1));
        AnsiConsole.WriteLine(LevelTable.Summary(result.Report));
        AnsiConsole.WriteLine($"The student: {student}.");
        AnsiConsole.WriteLine(
            $"Saved to {settings.Output} ({new FileInfo(settings.Output).Length / 1024} KiB). The reloaded network's outputs on the test " +
            $"images are {(same ? "the same, bit for bit" : "DIFFERENT")} ({watch.Elapsed:h\\:mm\\:ss}).");
        result.Report.SaveHtml(settings.Report);
        AnsiConsole.WriteLine($"The report is in {settings.Report}.");
        OutputFile.Delete(settings.OriginalFile, settings.Checkpoint);
        return same ? 0 : 1;
    }
}
