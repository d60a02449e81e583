// A recipe, from top to bottom: train a network, make it small with HierKD, save it, load it back, and look at the cost and the accuracy.
// It leaves out what a real project would add: augmentation, long schedules, a search over learning rates.
using System.Diagnostics;
using HierKD;
using HierKD.Models;
using HierKD.Onnx;
using HierKD.Samples;
using QuickStart;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

return SampleProgram.Run(CommandLine.Create(settings => Distribution.Run(settings.Distributed, here => Run(settings, here))), args);

static int Run(Settings settings, Distribution here)
{
    var watch = Stopwatch.StartNew();
    var device = here.Place(settings.Prepare());
    // How to make it small; everything else is left at its default. Here already, so that a mistake shows before training.
    var options = new PruningOptions
    {
        Chain = TeacherChain.Default(settings.Ratio, settings.Assistants).Of(settings.Measure),
        Training = new() { Joint = new() { Epochs = settings.JointEpochs }, FineTuning = new() { Epochs = settings.FineTuneEpochs } },
        // Whatever is fastest here, unless --compute says otherwise.
        MemoryFormat = settings.Computing.Format,
        Precision = settings.Computing.Precision,
        Checkpoint = settings.Checkpoint is null ? null : new(settings.Checkpoint),
        Seed = settings.Seed,
        // This one alone, unless --distributed says otherwise.
        Processes = here.Processes,
    };
    using var interruption = new Interruption();

    // 1. Data: training and validation batches for everything that is decided; the test set waits for finished networks.
    using var images = FashionMnist.Load(settings.Data, settings.Seed, device);
    AnsiConsole.WriteLine($"Fashion-MNIST: {images.Sizes}.");

    // 2. A trained network. In a project of your own this is the one you have.
    manual_seed(settings.Seed);
    using var model = VggBn.FashionMnist();
    model.to(device);
    here.Share(model, () => Teacher.TrainOnce(model, settings.OriginalFile, progress =>
        Teacher.Train(
            model, images.Train(settings.Seed), images.Validation, settings.TeacherEpochs, Settings.TeacherLearningRate, progress,
            interruption.Token)));
    var original = Answers.Of(model, images.Test);
    AnsiConsole.WriteLine($"Trained the original ({watch.Minutes()}).");
    using var onnx = new OnnxLevels();
    onnx.Add("original", model, images.ExampleInput);

    // 3. Make it small. Afterwards `model` is the student: the same object, with smaller tensors.
    PruningResult? pruned = null;
    var data = new PruningData(images.Train(settings.Seed), images.Validation, images.ExampleInput);
    ProgressView.Show(progress => pruned = HierarchicalPruner.Run(model, data, options, progress, cancellationToken: interruption.Token));
    using var result = pruned!;
    if (!here.IsFirst) return 0;
    AnsiConsole.WriteLine($"Pruned it ({watch.Minutes()}).");

    // 4. Save it, for TorchSharp and for ONNX Runtime, with a report on it; load it into a fresh network.
    result.Save(settings.Output);
    OnnxModel.Save(settings.Onnx, model, images.ExampleInput);
    var report = onnx.Time(result, images.ExampleInput, settings.Threads);
    report.SaveHtml(settings.Report);
    using var reloaded = SlimModel.Load(settings.Output, VggBn.FashionMnist);
    reloaded.to(device);

    // 5. Is it worth it, and is what was loaded what was saved?
    var student = Answers.Of(model, images.Test);
    AnsiConsole.Write(LevelTable.Of(report, original.Accuracy, student.Accuracy));
    AnsiConsole.WriteLine(LevelTable.Summary(report));
    var same = student.Bits.AsSpan().SequenceEqual(Answers.Of(reloaded, images.Test).Bits);
    AnsiConsole.WriteLine(
        $"Saved to {settings.Output} ({new FileInfo(settings.Output).Length / 1024} KiB). The reloaded network's outputs on the test set " +
        $"are {(same ? "the same, bit for bit" : "DIFFERENT")}.");
    var exported = OnnxModel.Verify(settings.Onnx, model, [images.ExampleInput], OnnxFile.Run);
    AnsiConsole.WriteLine(
        $"Saved to {settings.Onnx} for ONNX Runtime, whose outputs differ by at most {exported.LargestDifference:0.0e+0} of the largest.");
    AnsiConsole.WriteLine($"The report is in {settings.Report}.");
    AnsiConsole.WriteLine($"Took {watch.Minutes()} (threads: {settings.Threads}).");
    OutputFile.Delete(settings.OriginalFile);
    return same ? 0 : 1;
}
