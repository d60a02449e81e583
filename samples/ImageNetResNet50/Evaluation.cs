using System.Diagnostics;
using HierKD;
using HierKD.Samples;
using Spectre.Console;
using TorchSharp;

namespace ImageNetResNet50;

/// <summary>Measures a network, whole or pruned, on the images of <c>val</c>.</summary>
internal static class Evaluation
{
    public static int Run(EvaluationSettings settings)
    {
        var device = settings.Prepare();
        using var interruption = new Interruption();
        using var folder = DataFolder.Open(settings.Data);
        using var images = settings.Open(folder, device);
        AnsiConsole.WriteLine($"{images.Sizes} in {images.Classes.Count} classes, seen at {settings.Side}x{settings.Side}.");
        using var model = settings.Student is { } student
            ? SlimModel.Load(student, () => Network.Make(images.Classes.Count, settings.WidthFactor))
            : Network.Make(images.Classes.Count, settings.WidthFactor);
        if (settings.Student is null) SafetensorsWeights.Load(model, settings.Weights!);
        model.to(device);
        var watch = Stopwatch.StartNew();
        var test = images.Test;
        TopAccuracy? accuracy = null;
        ProgressView.Show(progress =>
            accuracy = TopAccuracy.Of(model, test, done => progress.Step("evaluation", 1, 1, done, test.Count), interruption.Token));
        AnsiConsole.WriteLine($"{settings.Student ?? settings.Weights}: {accuracy} ({watch.Elapsed:h\\:mm\\:ss}).");
        return 0;
    }
}
