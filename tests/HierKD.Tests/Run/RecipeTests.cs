using System.Collections;
using System.Globalization;
using System.Reflection;

namespace HierKD.Tests.Run;

/// <summary>Named recipes are what they say, and run.</summary>
public sealed class RecipeTests : RunTest
{
    [Fact]
    public void The_default_is_what_a_run_takes_unasked()
    {
        Assert.Equal(Describe(new PruningOptions()), Describe(Recipe.Default()));
        Assert.NotEqual(Describe(new PruningOptions()), Describe(Recipe.Default(0.6)));
        Assert.NotEqual(
            Describe(new PruningOptions()),
            Describe(new PruningOptions { Scorer = Saliency.GateGradient(ScoreAccumulation.MovingAverage(0.9)) }));
        Assert.Equal(
            "original -> largest (keeps 50 %, weight 0.25) -> student (keeps 25 %, weight 1)", Recipe.Default(0.75).Chain.ToString());
        Assert.Equal(4, Recipe.Default(0.8, assistants: 3).Chain.Levels.Count);
    }

    [Fact]
    public void The_papers_numbers_are_those_of_the_paper()
    {
        var paper = Recipe.Paper();
        TensorAssert.Close([0.6, 0.4, 0.24, 0], paper.Chain.Levels.Select(l => l.Ratio).ToArray(), 1e-12);
        Assert.Equal((GradientSource.Teacher, ScoreAccumulation.Sgd()), (paper.Scorer.Source, paper.Scorer.Accumulation));
        Assert.Equal(Describe(Saliency.CascadedGate(ScoreAccumulation.Sgd(), signed: true)), Describe(paper.Scorer));
        Assert.Equal(Describe(Pruner.GlobalThreshold(ScoreNormalization.None)), Describe(paper.Pruner));
        Assert.Equal(
            (0.4, 1.0, LevelTeacher.NextLarger), (paper.Distillation.Weight, paper.Distillation.TaskWeight, paper.Distillation.Teacher));
        Assert.Equal(Describe(DistillationLoss.SoftTargets(15, scaled: false)), Describe(paper.Distillation.Loss));
        Assert.Equal(
            (PrivateParts.All, false, LevelExecution.Masked, LevelSampling.All),
            (paper.Private, paper.NestedMasks, paper.Execution, paper.Sampling));
        var training = paper.Training;
        Assert.Equal(
            (80, 0, 80, 0.008), (training.Joint.Epochs, training.Joint.FixedMaskEpochs, training.FineTuning.Epochs, training.LearningRate));
        Assert.Equal(
            (FineTuneTeacher.Ladder, 1, 1, 1.0, RatioSchedule.Immediate),
            (training.FineTuning.Teacher, training.Joint.MaskInterval, training.Joint.ScoreInterval, training.Joint.FreezeMasksAt,
                training.Joint.Shrinking));
        Assert.Equal(LearningRateSchedule.CosineCycles(5).ToString(), training.LearningRateSchedule.ToString());
        Assert.Null(training.FineTuning.Patience);
        Assert.Null(training.FineTuning.WeightAverage);
        using var parameter = new TorchSharp.Modules.Parameter(zeros(1));
        using var optimizer = training.Optimizer([parameter], 0.008);
        Assert.Contains("nesterov=True,weight_decay=0.0004,momentum=0.9", Written(optimizer), StringComparison.Ordinal);

        static string Written(optim.Optimizer optimizer)
        {
            var options = (TorchSharp.Modules.SGD.Options)((TorchSharp.Modules.OptimizerHelper)optimizer).state_dict().Options.Single();
            return FormattableString.Invariant(
                $"nesterov={options.nesterov},weight_decay={options.weight_decay},momentum={options.momentum}");
        }
    }

    [Fact]
    public void One_shot_takes_a_criterion_of_ones_own()
    {
        Assert.Equal(0, Recipe.OneShot().Training.Joint.Epochs);
        Assert.Equal(Describe(Saliency.GateGradient()), Describe(Recipe.OneShot().Scorer));
        var magnitude = Saliency.Magnitude();
        Assert.Same(magnitude, Recipe.OneShot(0.3, magnitude).Scorer);
        Assert.Equal(0.3, Assert.Single(Recipe.OneShot(0.3, magnitude).Chain.Levels).Ratio);
    }

    public static TheoryData<string, string> Recipes => new()
    {
        { nameof(Recipe.Default), "Joint FineTune" },
        { nameof(Recipe.SingleLevel), "Joint FineTune" },
        { nameof(Recipe.OneShot), "FineTune" },
        { nameof(Recipe.Paper), "Joint FineTune" },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Each_runs(string name, string phases)
    {
        var recipe = Make(name, 0.6);
        var training = recipe.Training;
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(),
            recipe with
            {
                Training = training with
                {
                    Joint = training.Joint with { Epochs = Math.Min(1, training.Joint.Epochs) },
                    FineTuning = training.FineTuning with { Epochs = 1 }
                }
            }, recorder);
        Assert.Equal(12, result.Mask().Kept);
        Assert.Equal(phases, string.Join(" ", recorder.Reports.Select(r => r.Phase).Distinct()));
        var teachers = recorder.Reports.Where(r => r.Phase == PruningPhase.FineTune).Select(r => r.Teacher).Distinct().ToArray();
        if (recipe.Chain.Levels.Count == 1) Assert.Equal("original", Assert.Single(teachers));
        Assert.InRange(result.Report.Student.Metric, 0.5, 1);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_ratio_out_of_range_is_named(string name, string phases)
    {
        Assert.NotEmpty(phases);
        foreach (var ratio in new[] { 0, 1, -0.5, double.NaN })
        {
            Assert.Equal(ratio, Assert.Throws<ArgumentOutOfRangeException>(() => Make(name, ratio)).ActualValue);
        }
    }

    private static PruningOptions Make(string name, double ratio) => name switch
    {
        nameof(Recipe.Default) => Recipe.Default(ratio),
        nameof(Recipe.SingleLevel) => Recipe.SingleLevel(ratio),
        nameof(Recipe.OneShot) => Recipe.OneShot(ratio),
        _ => Recipe.Paper(ratio),
    };

    /// <summary>An object of the library with everything that it holds, as text.</summary>
    private static string Describe(object? value) => value switch
    {
        null => "null",
        Delegate function => function.Method.ToString() + function.Method.DeclaringType + Describe(function.Target),
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Describe))}]",
        _ => $"{value.GetType()}({string.Join(", ", Fields(value.GetType()).Select(f => $"{f.Name}: {Describe(f.GetValue(value))}"))})",
    };

    private static IEnumerable<FieldInfo> Fields(Type? type) => type is null || type.Assembly != typeof(Recipe).Assembly
        ? []
        : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Concat(Fields(type.BaseType));
}
