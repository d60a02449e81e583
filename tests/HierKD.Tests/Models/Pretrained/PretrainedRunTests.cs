using HierKD.Models;
using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>A short run on a pretrained ResNet-20 and real images, with the filters that residual connections couple.</summary>
public sealed class PretrainedRunTests : ScopedTest
{
    [SkippableFact]
    public void ResNet20_becomes_smaller_and_still_knows_the_images()
    {
        using var model = PretrainedData.Network("resnet20");
        using var train = Cifar10.Train(PretrainedData.Images, first: 640);
        using var test = Cifar10.Test(PretrainedData.Images, first: 500);
        var (inputs, labels) = (test.Normalized(), test.Labels);
        var (parameters, before) = (Recount.Parameters(model), OrdinaryTraining.Accuracy(model, inputs, labels));

        using var result = HierarchicalPruner.Run(
            model, new PruningData(train.Augmented(batchSize: 32, seed: 1), new TensorBatches(inputs, labels, batchSize: 250), inputs[..8]),
            new()
            {
                Chain = TeacherChain.Uniform(studentRatio: 0.3, assistants: 1),
                Discovery = new() { PruneFirstLayer = true },
                Training = new()
                {
                    Joint = new() { Epochs = 1, MaskInterval = 2, ScoringBatches = 10 },
                    // After a single one the accuracy depends on the rounding of the processor at hand.
                    FineTuning = new() { Epochs = 4 },
                    LearningRate = 0.01
                },
                Seed = 1,
            });

        // The first convolution's filters run through all shortcuts: they can only go from every layer of the first stage at once, and from
        // what the padding leaves of them further on.
        var coupled = result.Graph.Groups.Single(g => g.Members.Any(m => m.Layer == "conv1"));
        Assert.Contains("layer1.2.conv2", coupled.Members.Select(m => m.Layer));
        Assert.Equal(result.Graph.Filters - (int)Math.Round(0.3 * result.Graph.Filters), result.Mask().Kept);
        Assert.Equal(Recount.Parameters(model), result.Report.Student.Parameters);
        Assert.True(Recount.Parameters(model) < 0.8 * parameters);
        AssertReloadedIsTheSame(result, model, inputs);
        var after = OrdinaryTraining.Accuracy(model, inputs, labels);
        Assert.True(before > 0.78, $"the original's accuracy is {before}");
        Assert.True(after > 0.5, $"the student's accuracy is {after}");
    }

    private static void AssertReloadedIsTheSame(PruningResult result, CifarResNet model, Tensor inputs)
    {
        using var folder = new TemporaryFolder();
        result.Save(folder.File("student.hierkd"));
        using var reloaded = SlimModel.Load(folder.File("student.hierkd"), () => CifarResNet.ResNet20());
        Assert.Equal(OrdinaryTraining.OutputBits(model, inputs), OrdinaryTraining.OutputBits(reloaded, inputs));
    }
}
