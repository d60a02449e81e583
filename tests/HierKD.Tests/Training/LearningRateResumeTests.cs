using TorchSharp.Modules;

namespace HierKD.Tests.Training;

/// <summary>
/// A phase that is taken up again after some epochs, on a new optimizer into which the old one's state is loaded, has the rates of one that
/// was never interrupted, to the bit.
/// </summary>
public sealed class LearningRateResumeTests : ScopedTest
{
    private const int Epochs = 7;
    private const int Steps = 3;

    public static TheoryData<string> Schedules =>
        [
            "cosine", "cosine, warm-up", "cycles", "constant, warm-up", "steps", "function", "step", "exponential", "cosine annealing",
            "multiplicative", "linear", "sequential"
        ];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Rates_go_on_as_if_nothing_had_happened(string name)
    {
        using var uninterrupted = Optimizer();
        var expected = Run(uninterrupted, Schedule(name).Start(uninterrupted, Epochs), from: 0, to: Epochs);
        // All rates alike would show nothing.
        Assert.True(expected.Distinct().Count() > 1);
        for (var interrupted = 1; interrupted < Epochs; interrupted++)
        {
            using var first = Optimizer();
            Run(first, Schedule(name).Start(first, Epochs), from: 0, to: interrupted);

            using var second = Optimizer();
            var rates = Schedule(name).Start(second, Epochs);
            rates.MoveTo(interrupted);
            OptimizerStates.Copy(first, second);
            var resumed = Run(second, rates, from: interrupted, to: Epochs);

            Assert.Equal(
                expected[(interrupted * Steps)..].Select(BitConverter.DoubleToInt64Bits), resumed.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void The_state_may_be_loaded_before_the_move_too(string name)
    {
        using var uninterrupted = Optimizer();
        var expected = Run(uninterrupted, Schedule(name).Start(uninterrupted, Epochs), from: 0, to: Epochs);
        using var first = Optimizer();
        Run(first, Schedule(name).Start(first, Epochs), from: 0, to: 4);
        using var second = Optimizer();
        var rates = Schedule(name).Start(second, Epochs);
        OptimizerStates.Copy(first, second);
        Assert.Equal(
            expected[(4 * Steps)..].Select(BitConverter.DoubleToInt64Bits),
            Run(second, rates, from: 4, to: Epochs).Select(BitConverter.DoubleToInt64Bits));
    }

    private static double[] Run(SGD optimizer, LearningRates rates, int from, int to)
    {
        var used = new List<double>();
        for (var epoch = from; epoch < to; epoch++)
        {
            for (var step = 0; step < Steps; step++)
            {
                rates.MoveTo(epoch + (double)step / Steps);
                used.AddRange(optimizer.ParamGroups.Select(g => g.LearningRate));
            }
        }
        return [.. used];
    }

    private static LearningRateSchedule Schedule(string name) => name switch
    {
        "cosine" => LearningRateSchedule.Cosine(),
        "cosine, warm-up" => LearningRateSchedule.Cosine(1.7),
        "cycles" => LearningRateSchedule.CosineCycles(3, 0.8, warmUpEpochs: 0.3),
        "constant, warm-up" => LearningRateSchedule.Constant(2.1),
        "steps" => LearningRateSchedule.Steps([0.3, 0.8], 0.3),
        "function" => LearningRateSchedule.Of(at => Math.Sqrt(1 - at.Progress)),
        "step" => LearningRateSchedule.From(o => optim.lr_scheduler.StepLR(o, 2, 0.3)),
        "exponential" => LearningRateSchedule.From(o => optim.lr_scheduler.ExponentialLR(o, 0.7)),
        "cosine annealing" => LearningRateSchedule.From(o => optim.lr_scheduler.CosineAnnealingLR(o, 5)),
        "multiplicative" => LearningRateSchedule.From(o => optim.lr_scheduler.MultiplicativeLR(o, epoch => 1 / (1.1 + epoch))),
        "linear" => LearningRateSchedule.From(o => optim.lr_scheduler.LinearLR(o, 0.3, 1, 4)),
        _ => LearningRateSchedule.From(o =>
            optim.lr_scheduler.SequentialLR(o, [optim.lr_scheduler.ConstantLR(o, 0.1, 2), optim.lr_scheduler.ExponentialLR(o, 0.7)], [3])),
    };

    private static SGD Optimizer() => optim.SGD(nn.Linear(2, 2).parameters(), 0.37, momentum: 0.9);
}
