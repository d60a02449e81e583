using System.Globalization;
using HierKD.Models;
using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace QuickStart.Comparison;

/// <summary>Keeps one trained teacher for each seed, so that all arms, also those of a resumed comparison, prune the same one.</summary>
internal sealed class TeacherStore(string folder, Settings settings)
{
    /// <summary>A copy of the teacher, which the caller disposes, and its accuracies; the test set is read once, when it has been trained.</summary>
    public (VggBn Model, double Validation, double Test) Get(FashionMnist images, Protocol protocol, int seed, Device device)
    {
        Directory.CreateDirectory(folder);
        var name = Path.Combine(folder, $"teacher-{images.Sizes.Split(' ')[0]}-epochs-{protocol.TeacherEpochs}-seed-{seed}");
        var (weights, accuracies) = (name + ".dat", name + ".txt");
        manual_seed(seed);
        var model = VggBn.FashionMnist();
        if (File.Exists(accuracies))
        {
            model.load(weights);
        }
        else
        {
            model.to(device);
            ProgressView.Show(progress => Teacher.Train(model, images.Train(seed), images.Validation, settings.TeacherEpochs, Settings.TeacherLearningRate, progress));
            model.save(weights);
            File.WriteAllText(accuracies, string.Create(CultureInfo.InvariantCulture, $"{Answers.Of(model, images.Validation).Accuracy} {Answers.Of(model, images.Test).Accuracy}"));
        }
        model.to(device);
        var numbers = File.ReadAllText(accuracies).Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return (model, numbers[0], numbers[1]);
    }
}
