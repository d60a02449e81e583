using System.Diagnostics;
using HierKD;
using HierKD.Samples;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Cifar10Sample;

/// <summary>
/// The recipe: take a trained network, make it small with HierKD, save it, load it back, and look at the cost and the accuracy.
/// </summary>
internal static class Pruning
{
    public static int Run(PruningSettings settings)
    {
        var watch = Stopwatch.StartNew();
        foreach (var file in (string?[])[settings.Output, settings.Report, settings.Checkpoint]) OutputFile.RequireFolder(file);
        var device = settings.Prepare();
        var network = Network.Named(settings.Network);
        // Here already, so that a mistake shows before any training.
        var options = new PruningOptions
        {
            Chain = TeacherChain.Uniform(settings.Ratio, settings.Assistants),
            // As in the runs of docs/results/cifar10-prune.md.
            Distillation = new() { Teacher = LevelTeacher.NextLarger },
            Discovery = new() { PruneFirstLayer = settings.PruneFirstLayer },
            Training = new()
            {
                Joint = new() { Epochs = settings.JointEpochs },
                FineTuning = new() { Epochs = settings.FineTuneEpochs },
                LearningRate = settings.LearningRate,
            },
            // Whatever is fastest here, unless --compute says otherwise.
            MemoryFormat = settings.Computing.Format,
            Precision = settings.Computing.Precision,
            Checkpoint = settings.Checkpoint is null ? null : new(settings.Checkpoint) { Keep = true },
            Seed = settings.Seed,
        };
        using var interruption = new Interruption();

        // 1. Data. Validation images were trained on by whoever made the pretrained networks; the test set was not, and waits for finished
        // networks.
        using var images = Images.Load(settings, device);

        // 2. The network: its weights from a file, or trained here.
        manual_seed(settings.Seed);
        using var model = network.Make(settings.Width);
        if (network.IsPretrained) SafetensorsWeights.Load(model, settings.Weights(network.Name));
        model.to(device);
        model.eval();
        var epochs = settings.OriginalEpochs ?? network.OriginalEpochs;
        var originalFile = settings.OriginalFile(epochs);
        if (epochs > 0)
        {
            Teacher.TrainOnce(model, originalFile, progress => Teacher.Train(
                model, images.Train(settings.Seed), images.Validation, epochs, network.OriginalLearningRate, progress, interruption.Token));
        }
        var original = Answers.Of(model, images.Test);
        var originalSeconds = watch.Elapsed.TotalSeconds;
        AnsiConsole.WriteLine($"{network.Name}: test {100 * original.Accuracy:0.00} % ({watch.Minutes()}).");

        // 3. Make it small. Afterwards `model` is the student: the same object, with smaller tensors.
        PruningResult? pruned = null;
        var data = new PruningData(images.Train(settings.Seed), images.Validation, images.ExampleInput);
        ProgressView.Show(
            progress => pruned = HierarchicalPruner.Run(model, data, options, progress, cancellationToken: interruption.Token));
        using var result = pruned!;
        var pruningSeconds = watch.Elapsed.TotalSeconds - originalSeconds;
        AnsiConsole.WriteLine($"Pruned it ({watch.Minutes()}): {result.Graph.Groups.Count} groups of filters.");
        foreach (var kept in result.Graph.Locks) Console.WriteLine($"  {kept}.");

        // 4. Save it with a report on it, and load it into a fresh network.
        result.Save(settings.Output);
        result.Report.SaveHtml(settings.Report);
        using var reloaded = SlimModel.Load(settings.Output, () => network.Make(settings.Width));
        reloaded.to(device);

        // 5. Is it worth it, and is what was loaded what was saved?
        var student = Answers.Of(model, images.Test);
        var same = student.Bits.AsSpan().SequenceEqual(Answers.Of(reloaded, images.Test).Bits);
        AnsiConsole.Write(LevelTable.Of(result.Report, original.Accuracy, student.Accuracy));
        AnsiConsole.WriteLine(LevelTable.Summary(result.Report));
        AnsiConsole.WriteLine(
            $"Saved to {settings.Output} ({new FileInfo(settings.Output).Length / 1024} KiB). The reloaded network's outputs on the test " +
            $"images are {(same ? "the same, bit for bit" : "DIFFERENT")}.");
        AnsiConsole.WriteLine($"The report is in {settings.Report}.");
        AnsiConsole.WriteLine($"Took {watch.Minutes()} (threads: {settings.Threads}).");
        ResultLine.Append(settings.Results, new PruningOutcome(
            network.Name, original.Accuracy, student.Accuracy, images.TestCount, result.Report.Lines, result.Graph.Groups.Count,
            result.Graph.Locks, same,
            Math.Round(originalSeconds, 1), Math.Round(pruningSeconds, 1), Math.Round(watch.Elapsed.TotalSeconds, 1), settings.Seed,
            ResultLine.Command("Cifar10"), DateTime.UtcNow,
            Provenance.Of(settings.Threads, settings.Device)));
        OutputFile.Delete(originalFile, settings.Checkpoint);
        return same ? 0 : 1;
    }
}
