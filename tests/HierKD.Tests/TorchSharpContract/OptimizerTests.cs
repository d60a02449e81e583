using HierKD.Tests.Training;
using TorchSharp.Modules;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>What an optimizer does between and beside its steps; how it steps is torch's affair.</summary>
public sealed class OptimizerTests : ScopedTest
{
    private static readonly Dictionary<string, Func<Parameter, OptimizerHelper>> Kinds = new()
    {
        ["SGD"] = p => optim.SGD([p], 0.1, momentum: 0.9, weight_decay: 0.01),
        ["Adam"] = p => optim.Adam([p], 0.1, amsgrad: true),
        ["AdamW"] = p => optim.AdamW([p], 0.1),
        ["RMSProp"] = p => optim.RMSProp([p], 0.1, momentum: 0.9, centered: true),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    // Why there is PruningSession.ZeroGrad.
    [Fact]
    public void Zero_grad_leaves_zeros_with_which_a_parameter_decays_and_null_leaves_it_alone()
    {
        var (zeroed, without) = (new Parameter(ones(1)), new Parameter(ones(1)));
        using var optimizer = optim.SGD([zeroed, without], 0.1, weight_decay: 0.5);
        zeroed.grad = ones(1);
        optimizer.zero_grad();
        TensorAssert.Close([0], zeroed.grad!, 0);
        optimizer.step();
        TensorAssert.Close([0.95], zeroed, 1e-6);
        TensorAssert.Close([1], without, 0);
    }

    // Training/SavedOptimizer, for optimizers of a user's own kind.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_state_begins_with_the_kind_and_lets_another_optimizer_go_on(string name)
    {
        var first = new Parameter(tensor(new[] { 1.0, -2.0 }));
        using var saved = Kinds[name](first);
        Step(saved, first);
        var bytes = OptimizerStates.Bytes(saved);
        Assert.Equal(name, new BinaryReader(new MemoryStream(bytes)).ReadString());
        var second = new Parameter(first.detach().clone());
        using var resumed = Kinds[name](second);
        resumed.load_state_dict(new BinaryReader(new MemoryStream(bytes)));
        Step(saved, first);
        Step(resumed, second);
        TensorAssert.Same(first, second);
    }

    // Surgery/FilterRemoval: what is not shrunk along has to be made anew.
    [Theory]
    [MemberData(nameof(Names))]
    public void The_step_after_a_parameter_has_shrunk_is_refused(string name)
    {
        var parameter = new Parameter(ones(3));
        using var optimizer = Kinds[name](parameter);
        Step(optimizer, parameter);
        parameter.grad = null;
        using (no_grad()) parameter.set_(ones(2));
        Assert.ThrowsAny<Exception>(() => Step(optimizer, parameter));
    }

    // FilterRemoval pairs states with parameters, and shrinks what the states hold.
    [Fact]
    public void States_come_in_the_order_of_the_parameters_and_hold_the_live_tensors()
    {
        var (idle, parameter) = (new Parameter(ones(1)), new Parameter(ones(3)));
        using var optimizer = optim.SGD([idle, parameter], 1, momentum: 0.5);
        parameter.grad = ones(3);
        optimizer.step();
        Assert.Equal([idle.Handle, parameter.Handle], optimizer.parameters().Select(p => p.Handle));
        var states = optimizer.state_dict().State.Cast<SGD.State>().ToArray();
        Assert.Null(states[0].momentum_buffer);
        parameter.grad = null;
        using (no_grad())
        {
            parameter.set_(zeros(2));
            states[1].momentum_buffer!.set_(full([2], 4f));
        }
        parameter.grad = ones(2);
        optimizer.step();
        TensorAssert.Close([-3, -3], parameter, 0);
    }

    // Training/PhaseTraining makes the schedule before it loads; Training/LearningRates writes rates between steps.
    [Fact]
    public void A_loaded_state_brings_its_learning_rate_and_a_rate_that_is_set_counts_from_the_next_step()
    {
        var parameter = new Parameter(ones(1));
        using var saved = optim.SGD([new Parameter(ones(1))], 0.5);
        using var optimizer = optim.SGD([parameter], 0.1);
        OptimizerStates.Copy(saved, optimizer);
        Assert.Equal(0.5, optimizer.ParamGroups.Single().LearningRate);
        optimizer.ParamGroups.Single().LearningRate = 0.25;
        parameter.grad = ones(1);
        optimizer.step();
        TensorAssert.Close([0.75], parameter, 0);
    }

    // Training/LearningRates.
    [Fact]
    public void An_optimizer_of_ones_own_may_have_no_parameter_groups()
    {
        using var optimizer = new Idle();
        Assert.Null(optimizer.ParamGroups);
    }

    private static void Step(OptimizerHelper optimizer, Parameter parameter)
    {
        parameter.grad = ones_like(parameter, requires_grad: false);
        optimizer.step();
    }

    private sealed class Idle() : optim.Optimizer(0)
    {
        public override IEnumerable<Parameter> parameters() => [];

        public override Tensor step(Func<Tensor>? closure = null) => zeros(1);
    }
}
