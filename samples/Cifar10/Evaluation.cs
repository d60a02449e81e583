using System.Diagnostics;
using HierKD;
using HierKD.Models;
using HierKD.Samples;
using Spectre.Console;
using TorchSharp;

namespace Cifar10Sample;

/// <summary>Measures pretrained networks on the test set.</summary>
internal static class Evaluation
{
    private const int BatchSize = 500;

    public static int Run(EvaluationSettings settings)
    {
        var device = settings.Prepare();
        using var images = Cifar10.Test(settings.Images, settings.TestImages);
        using var onDevice = images.To(device);
        using var inputs = onDevice.Normalized();
        var test = new TensorBatches(inputs, onDevice.Labels, BatchSize);
        foreach (var name in settings.Networks)
        {
            using var model = Network.Named(name).Make(1);
            SafetensorsWeights.Load(model, settings.Weights(name));
            model.to(device);
            var watch = Stopwatch.StartNew();
            var accuracy = Answers.Of(model, test).Accuracy;
            var right = (int)Math.Round(accuracy * images.Count);
            AnsiConsole.WriteLine(
                $"{name}: top-1 {100 * accuracy:0.00} % ({right} of {images.Count} test images, {watch.Elapsed.TotalSeconds:0.0} s)");
            ResultLine.Append(settings.Results, new EvaluationResult(
                name, images.Count, right, Math.Round(watch.Elapsed.TotalSeconds, 1), ResultLine.Command("Cifar10"), DateTime.UtcNow,
                Provenance.Of(settings.Threads, settings.Device)));
        }
        return 0;
    }
}
