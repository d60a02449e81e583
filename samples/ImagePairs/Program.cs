// A recipe, from top to bottom: a network of two inputs, made small. It looks at two images and says whether they show the same kind of
// clothes. What differs from a network of one input is the batch; the call to HierKD is the same.
using System.Diagnostics;
using HierKD;
using HierKD.Models.SeveralTensors;
using HierKD.Samples;
using ImagePairs;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

return SampleProgram.Run(CommandLine.Create(Run), args);

static int Run(Settings settings)
{
    var watch = Stopwatch.StartNew();
    var device = settings.Prepare();
    using var interruption = new Interruption();

    // 1. Data: pairs of images, two inputs and a target each. Training pairs are drawn anew in every epoch.
    using var images = FashionMnist.Load(settings.Data, settings.Seed, device);
    using var trainSet = ImageSet.Of(images.Train(settings.Seed));
    using var validationSet = ImageSet.Of(images.Validation);
    using var testSet = ImageSet.Of(images.Test);
    var train = new PairBatches(trainSet.Images, trainSet.Labels, settings.Seed);
    var validation = new PairBatches(validationSet.Images, validationSet.Labels, settings.Seed, sameEachTime: true);
    var test = new PairBatches(testSet.Images, testSet.Labels, settings.Seed, sameEachTime: true);

    // 2. What it is for: a yes or a no for each pair, judged by average precision over all of them.
    var task = PruningTask.Binary(Metric.AveragePrecision());

    // 3. A trained network. In a project of your own this is the one you have.
    manual_seed(settings.Seed);
    using var model = new SiameseNet();
    model.to(device);
    ProgressView.Show(progress => PairTraining.Run(
        model, train, validation, task, settings.OriginalEpochs, progress, interruption.Token));
    var before = task.Measure(model, test);

    // 4. Make it small. The model's class says that it takes two tensors, so nobody has to say how it is called.
    var options = new PruningOptions
    {
        Task = task,
        Chain = TeacherChain.Default(settings.Ratio).Of(Measure.MultiplyAdds),
        Training = new() { Joint = new() { Epochs = settings.JointEpochs }, FineTuning = new() { Epochs = settings.FineTuneEpochs } },
        // Whatever is fastest here, unless --compute says otherwise.
        MemoryFormat = settings.Computing.Format,
        Precision = settings.Computing.Precision,
        Seed = settings.Seed,
    };
    PruningResult? pruned = null;
    ProgressView.Show(progress => pruned = HierarchicalPruner.Run(
        model, new PruningData(train, validation), options, progress, cancellationToken: interruption.Token));
    using var result = pruned!;

    // 5. Save it, load it into a fresh network, and see what it costs.
    result.Save(settings.Output);
    result.Report.SaveHtml(settings.Report);
    using var reloaded = SlimModel.Load(settings.Output, () => new SiameseNet());
    reloaded.to(device);
    AnsiConsole.WriteLine(result.Report.ToString());
    var (after, again) = (task.Measure(model, test), task.Measure(reloaded, test));
    AnsiConsole.WriteLine($"Average precision on the test pairs: {100 * before:0.00} before, {100 * after:0.00} after.");
    AnsiConsole.WriteLine($"Saved to {settings.Output}; the reloaded network's is {(after == again ? "the same" : "DIFFERENT")}.");
    AnsiConsole.WriteLine($"Took {watch.Minutes()} (threads: {settings.Threads}).");
    return after == again ? 0 : 1;
}
