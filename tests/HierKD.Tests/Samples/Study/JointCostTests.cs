using HierKD.Tests.Run;
using Study.Grids;

namespace HierKD.Tests.Samples.Study;

/// <summary>What the study reckons an epoch of a joint phase to cost, against what one costs.</summary>
public sealed class JointCostTests : RunTest
{
    [Theory]
    [InlineData("default")]
    [InlineData("single level")]
    [InlineData("paper")]
    [InlineData("cascaded, and the largest level is pruned")]
    [InlineData("no distillation")]
    [InlineData("free masks")]
    public void A_budget_is_spent_in_as_many_epochs_as_planned(string what)
    {
        var options = what switch
        {
            "default" => Recipe.Default(0.6, 2),
            "single level" => Recipe.SingleLevel(0.6),
            "paper" => Recipe.Paper(0.6),
            "no distillation" => Recipe.Default(0.6, 2) with { Distillation = new() { Weight = 0 } },
            "free masks" => Recipe.Default(0.6, 2) with { NestedMasks = false },
            _ => Recipe.Default(0.6) with { Scorer = Saliency.CascadedGate() },
        };
        const int Epochs = 40;
        options = options with
        {
            Chain = options.Chain.Of(Measure.MultiplyAdds),
            Discovery = new() { PruneFirstLayer = true },
            Training = options.Training with
            {
                Joint = options.Training.Joint with { Epochs = Epochs, FixedMaskEpochs = 0, MaskInterval = 1 },
                FineTuning = options.Training.FineTuning with { Epochs = 0 },
                TeacherCacheBytes = 0,
                LearningRateSchedule = LearningRateSchedule.Cosine(),
                LearningRate = 1e-4,
            },
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        var epochOfOriginal = 3.0 * TrainSet.Inputs.shape[0] * TinyCost.Whole;
        var spent = result.Report.TrainingMultiplyAdds / epochOfOriginal;
        Assert.InRange(JointCost.Epochs(options, larger: 1, spent), Epochs * 0.93, Epochs * 1.07);
    }
}
