using System.Diagnostics;
using HierKD;
using HierKD.Models;
using HierKD.Samples;
using Spectre.Console;
using Study.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Sensitivity;

/// <summary>
/// Measures what a sensitivity report costs and whether it predicts anything: of networks cut at random, and of what pruners choose.
/// </summary>
internal static class SensitivityCheck
{
    private const int RandomCuts = 40;
    private const int OriginalEpochs = 5;
    private const double OriginalLearningRate = 0.05;

    public static int Run(string folder, int seed, int tuneEpochs, string? page)
    {
        var device = ComputeDevice.Use("cpu", Environment.ProcessorCount);
        using var images = FashionMnist.Load(folder, seed, device);
        manual_seed(seed);
        using var model = VggBn.FashionMnist();
        Teacher.TrainOnce(model, file: null, progress =>
            Teacher.Train(model, images.Train(seed), images.Validation, OriginalEpochs, OriginalLearningRate, progress));
        var data = new PruningData(images.Train(seed), images.Validation, images.ExampleInput);

        var watch = Stopwatch.StartNew();
        var report = HierarchicalPruner.Sensitivity(model, data, sensitivity: new() { Scorer = Saliency.Magnitude() });
        AnsiConsole.WriteLine($"{report}Took {watch.Elapsed.TotalSeconds:0.0} s.");
        if (page is not null) report.SaveHtml(page);

        var graph = FilterGraph.Discover(model, images.ExampleInput);
        var cuts = new CutNetwork(model, graph, images, seed);
        var whole = cuts.Accuracy(FilterMask.Full(graph));
        var random = new Random(seed);
        var tried = Enumerable.Range(0, RandomCuts).Select(_ => cuts.Strongest(graph.Groups.Select(
            g => Math.Max(1, (int)Math.Round(g.Filters * (0.2 + 0.8 * random.NextDouble())))))).ToArray();
        var predicted = tried.Select(report.PredictLoss).ToArray();
        var measured = tried.Select(mask => whole - cuts.Accuracy(mask)).ToArray();
        var filters = tried.Select(mask => mask.Ratio).ToArray();
        AnsiConsole.WriteLine(
            $"{RandomCuts} random cuts, test accuracy lost, untrained: rank correlation with the prediction " +
            $"{RankCorrelation.Of(predicted, measured):0.00}, with the number of filters removed " +
            $"{RankCorrelation.Of(filters, measured):0.00}; predicted " +
            $"{100 * predicted.Average():0.0} points in the mean, measured {100 * measured.Average():0.0}.");

        foreach (var ratio in new[] { 0.3, 0.5, 0.7 })
        {
            foreach (var (name, pruner) in new[]
            {
                ("global threshold", Pruner.GlobalThreshold()), ("per layer", Pruner.PerLayer()), ("by the report", report.ToPruner()),
            })
            {
                var mask = pruner.Select(cuts.Scores, ratio);
                var share = (double)graph.Cost.MultiplyAdds(mask) / graph.Cost.MultiplyAdds(FilterMask.Full(graph));
                AnsiConsole.WriteLine(
                    $"{100 * ratio:0} % of the filters go, {name}: {100 * share:0} % of the multiply-adds stay, test " +
                    $"{100 * cuts.Accuracy(mask):0.0} % untrained, {100 * cuts.Accuracy(mask, tuneEpochs):0.0} % after {tuneEpochs} " +
                    $"epochs (original {100 * whole:0.0} %).");
            }
        }
        return 0;
    }
}
