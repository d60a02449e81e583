using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>Optimizers that would train nothing are refused instead of doing nothing.</summary>
public sealed class OptimizerCheckTests : RunTest
{
    [Fact]
    public void A_session_accepts_an_optimizer_on_its_own_parameters()
    {
        using var session = HierarchicalPruner.Start(TrainedNet(), TrainSet.Inputs, Quick);
        using var optimizer = optim.SGD(session.Parameters(), 0.01);
        session.RequireTrains(optimizer);
    }

    [Fact]
    public void A_session_refuses_an_optimizer_on_the_models_parameters()
    {
        var net = TrainedNet();
        using var session = HierarchicalPruner.Start(net, TrainSet.Inputs, Quick);
        using var optimizer = optim.SGD(net.parameters(), 0.01);
        var failure = Assert.Throws<ArgumentException>("optimizer", () => session.RequireTrains(optimizer));
        Assert.Contains("make it on session.Parameters()", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<ArgumentNullException>("optimizer", () => session.RequireTrains(null!));
    }

    [Fact]
    public void A_session_refuses_an_optimizer_of_an_earlier_session()
    {
        var net = TrainedNet();
        var earlier = HierarchicalPruner.Start(net, TrainSet.Inputs, Quick);
        using var optimizer = optim.SGD(earlier.Parameters(), 0.01);
        earlier.Dispose();
        using var session = HierarchicalPruner.Start(net, TrainSet.Inputs, Quick);
        Assert.Throws<ArgumentException>("optimizer", () => session.RequireTrains(optimizer));
    }

    [Fact]
    public void A_run_refuses_a_factory_that_ignores_the_parameters_it_is_given_and_leaves_the_model_alone()
    {
        var net = TrainedNet();
        var before = new ModelSnapshot(net);
        var options = Quick with { Training = Quick.Training with { Optimizer = (_, rate) => optim.SGD(net.parameters(), rate) } };
        var failure = Assert.Throws<ArgumentException>("Optimizer", () => HierarchicalPruner.Run(net, Data(), options));
        Assert.Contains("TrainingOptions.Optimizer", failure.Message, StringComparison.Ordinal);
        before.AssertUnchanged();
        Assert.Throws<InvalidOperationException>(
            () => HierarchicalPruner.Run(net, Data(), Quick with { Training = Quick.Training with { Optimizer = (_, _) => null! } }));
        before.AssertUnchanged();
    }
}
