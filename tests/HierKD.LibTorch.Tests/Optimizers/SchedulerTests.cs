using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace HierKD.LibTorch.Tests.Optimizers;

/// <summary>Schedules against their closed forms.</summary>
public sealed class SchedulerTests : ScopedTest
{
    private const double Rate = 0.4;

    private static readonly Dictionary<string, (Func<Optimizer, lr_scheduler.LRScheduler> Make, Func<int, double> Expected)> Schedules = new()
    {
        ["step"] = (o => lr_scheduler.StepLR(o, 3, 0.5), e => Rate * Math.Pow(0.5, e / 3)),
        ["multi-step"] = (o => lr_scheduler.MultiStepLR(o, [2, 5], 0.1), e => Rate * (e >= 5 ? 0.01 : e >= 2 ? 0.1 : 1)),
        ["exponential"] = (o => lr_scheduler.ExponentialLR(o, 0.9), e => Rate * Math.Pow(0.9, e)),
        ["cosine"] = (o => lr_scheduler.CosineAnnealingLR(o, 10, 0.02), e => 0.02 + ((Rate - 0.02) * (1 + Math.Cos(Math.PI * e / 10)) / 2)),
        ["lambda"] = (o => lr_scheduler.LambdaLR(o, e => 1.0 / (1 + e)), e => Rate / (1 + e)),
        ["constant"] = (o => lr_scheduler.ConstantLR(o, 0.25, 4), e => e < 4 ? Rate / 4 : Rate),
        ["linear"] = (o => lr_scheduler.LinearLR(o, 0.2, 1, 5), e => Rate * (0.2 + (0.8 * Math.Min(e, 5) / 5))),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Follows_its_closed_form(string name)
    {
        var (make, expected) = Schedules[name];
        var p = new Parameter(zeros(1));
        using var optimizer = SGD([p], Rate);
        var scheduler = make(optimizer);
        for (var epoch = 0; epoch < 9; epoch++)
        {
            Assert.Equal(expected(epoch), optimizer.ParamGroups.Single().LearningRate, 12);
            Assert.Equal(expected(epoch), scheduler.get_last_lr().Single(), 12);
            optimizer.step();
            scheduler.step();
        }
        Assert.Equal(Rate, optimizer.ParamGroups.Single().InitialLearningRate);
    }

    [Fact]
    public void Every_group_is_scheduled_from_its_own_rate()
    {
        using var optimizer = SGD(
            [
                new SGD.ParamGroup([new Parameter(zeros(1))], new SGD.Options { LearningRate = 1 }),
                new SGD.ParamGroup([new Parameter(zeros(1))], new SGD.Options { LearningRate = 0.1 }),
            ],
            0.01);
        var scheduler = lr_scheduler.ExponentialLR(optimizer, 0.5);
        scheduler.step();
        Assert.Equal([0.5, 0.05], optimizer.ParamGroups.Select(g => g.LearningRate));
    }
}
