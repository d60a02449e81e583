// A recipe, from top to bottom: criteria of one's own (PathNorm.cs, ReadVariation.cs) compared with HierKD's default. Each run prunes the
// same trained network to the same multiply-adds with the same training; the criterion alone differs.
// What is finished is not run again.
using System.Diagnostics;
using CustomSaliency;
using HierKD;
using HierKD.Models;
using HierKD.Samples;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

return SampleProgram.Run(CommandLine.Create(Run), args);

static int Run(Settings settings)
{
    var device = settings.Prepare();
    using var interruption = new Interruption();
    var setting = "";
    var seeds = Enumerable.Range(settings.Seed, settings.Seeds).ToArray();
    foreach (var seed in seeds)
    {
        // 1. Data and a trained network, the same for every criterion.
        using var images = FashionMnist.Load(settings.Data, seed, device);
        setting = settings.Setting(images.Sizes);
        var open = settings.Criteria.Where(name => !ResultLine.ReadAll<CriterionResult>(settings.Results)
            .Any(r => r.Criterion == name && r.Seed == seed && r.Setting == setting)).ToArray();
        AnsiConsole.WriteLine(
            $"Seed {seed}: {images.Sizes}; {settings.Criteria.Count - open.Length} of {settings.Criteria.Count} criteria are finished.");
        if (open.Length == 0) continue;
        var file = settings.Original(seed, images.Train(seed).Samples);
        manual_seed(seed);
        using (var original = Network(device))
        {
            Teacher.TrainOnce(original, file, progress => Teacher.Train(
                original, images.Train(seed), images.Validation, settings.OriginalEpochs, learningRate: 0.05, progress,
                interruption.Token));
        }

        // 2. Each criterion prunes it.
        foreach (var name in open)
        {
            var watch = Stopwatch.StartNew();
            AnsiConsole.WriteLine($"Criterion {name}:");
            using var model = Network(device);
            SafetensorsWeights.Load(model, file);
            var before = Answers.Of(model, images.Test).Accuracy;
            var options = new PruningOptions
            {
                Chain = TeacherChain.Default(settings.Ratio).Of(Measure.MultiplyAdds),
                Scorer = Criterion.Named(name).Make(),
                Training =
                    new() { Joint = new() { Epochs = settings.JointEpochs }, FineTuning = new() { Epochs = settings.FineTuneEpochs } },
                Seed = seed,
            };
            PruningResult? pruned = null;
            var data = new PruningData(images.Train(seed), images.Validation, images.ExampleInput);
            ProgressView.Show(
                progress => pruned = HierarchicalPruner.Run(model, data, options, progress, cancellationToken: interruption.Token));
            using var result = pruned!;
            var (first, joint, student) = (result.Report.Original, result.Report.Lines[^2], result.Report.Student);
            ResultLine.Append(settings.Results, new CriterionResult(
                name, seed, setting, before, joint.Metric, Answers.Of(model, images.Test).Accuracy, student.FiltersKept,
                (double)student.MultiplyAdds / first.MultiplyAdds,
                Math.Round(watch.Elapsed.TotalSeconds, 1), ResultLine.Command("CustomSaliency")));
        }
    }

    // 3. What came of it.
    var results = ResultLine.ReadAll<CriterionResult>(settings.Results)
        .Where(r => r.Setting == setting && seeds.Contains(r.Seed) && settings.Criteria.Contains(r.Criterion))
        .ToArray();
    AnsiConsole.Write(TextTable.Of(ResultTable.Titles, ResultTable.Rows(results)));
    AnsiConsole.WriteLine(
        "Means and standard deviations over the seeds; * is a difference whose 95 % interval (Student's " +
        "distribution, three seeds at least) leaves out 0.");
    OutputFile.Save(TextTable.Markdown(ResultTable.Titles, ResultTable.Rows(results)), settings.Report);
    return 0;
}

static VggBn Network(Device device)
{
    var model = VggBn.FashionMnist();
    model.to(device);
    return model;
}
