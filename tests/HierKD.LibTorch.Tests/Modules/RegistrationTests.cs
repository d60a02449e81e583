using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

public sealed class RegistrationTests : ScopedTest
{
    [Fact]
    public void Fields_are_registered_by_reflection_in_their_order_a_modules_own_before_its_childrens()
    {
        using var net = new SmallNet();
        Assert.Equal(["conv", "norm", "heads"], net.named_children().Select(c => c.name));
        Assert.Equal(
            ["scale", "conv.weight", "conv.bias", "norm.weight", "norm.bias", "heads.0.weight", "heads.0.bias", "heads.1.weight", "heads.1.bias"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(["_offset", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"], net.named_buffers().Select(b => b.name));
    }

    [Fact]
    public void Named_modules_leaves_out_the_root_and_lists_children_before_grandchildren()
    {
        using var net = new SmallNet();
        Assert.Equal(["conv", "norm", "heads", "heads.0", "heads.1"], net.named_modules().Select(m => m.name));
        Assert.DoesNotContain(net, net.modules());
    }

    [Fact]
    public void A_shared_module_is_listed_twice_but_its_parameters_once()
    {
        var shared = Linear(2, 2);
        using var net = Sequential(("a", shared), ("b", shared));
        Assert.Equal(["a", "b"], net.named_modules().Select(m => m.name));
        Assert.Equal(["a.weight", "a.bias"], net.named_parameters().Select(p => p.name));
        Assert.Equal(2, net.parameters().Count());
    }

    [Fact]
    public void A_parameter_registered_twice_is_listed_once()
    {
        using var net = new TwoNames();
        Assert.Equal(["first"], net.named_parameters().Select(p => p.name));
        Assert.Same(net.Weight, net.get_parameter("second"));
    }

    [Fact]
    public void Parameters_and_buffers_are_found_by_their_path()
    {
        using var net = new SmallNet();
        Assert.Same(net.conv.weight, net.get_parameter("conv.weight"));
        Assert.Same(net.scale, net.get_parameter("scale"));
        Assert.Same(net.Offset, net.get_buffer("_offset"));
        Assert.Null(net.get_parameter("conv.nothing"));
        Assert.Null(net.get_buffer("nothing"));
        Assert.True(net.has_parameter("heads.1.bias"));
        Assert.False(net.has_parameter("heads.2.bias"));
        Assert.True(net.has_buffer("norm.running_var"));
    }

    [Fact]
    public void Names_cannot_be_registered_twice()
    {
        using var net = new SmallNet();
        Assert.Throws<InvalidOperationException>(() => net.register_buffer("_offset", zeros(1)));
        Assert.Throws<InvalidOperationException>(() => net.register_parameter("scale", Parameter(zeros(1))));
        Assert.Throws<InvalidOperationException>(() => net.register_module("conv", Linear(1, 1)));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", Linear(1, 1)));
    }

    [Fact]
    public void Buffers_may_be_left_out_of_the_state()
    {
        using var net = new SmallNet();
        net.register_buffer("cache", zeros(1), persistent: false);
        Assert.DoesNotContain("cache", net.state_dict().Keys);
        Assert.Contains("_offset", net.state_dict().Keys);
    }

    [Fact]
    public void Training_and_evaluation_reach_every_child()
    {
        using var net = new SmallNet();
        Assert.True(net.training);
        net.eval();
        Assert.All(net.modules(), m => Assert.False(m.training));
        Assert.False(net.training);
        net.train();
        Assert.All(net.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void Apply_visits_children_and_then_the_module_itself()
    {
        using var net = Sequential(("a", Linear(1, 1)), ("b", ReLU()));
        var seen = new List<Module>();
        Assert.Same(net, net.apply(seen.Add));
        Assert.Equal([.. net.children(), net], seen);
    }

    [Fact]
    public void Names_tell_the_kind()
    {
        using var net = new SmallNet();
        Assert.Equal("SmallNet", net.GetName());
        Assert.Equal("Conv2d", net.conv.GetName());
        Assert.Equal("Linear", net.heads[0].GetName());
    }

    [Fact]
    public void Lists_and_dictionaries_register_their_items()
    {
        using var net = new Collections();
        Assert.Equal(
            ["list.0.weight", "list.0.bias", "parameters_.0", "parameters_.1", "dictionary.left.weight", "dictionary.left.bias"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(2, net.list.Count);
        Assert.IsType<ReLU>(net.dictionary["right"]);
        TensorAssert.Equal([1, 1], net.parameters_[1]);
    }

    private sealed class Collections : Module<Tensor, Tensor>
    {
        public readonly ModuleList<Module<Tensor, Tensor>> list = ModuleList<Module<Tensor, Tensor>>(Linear(1, 2), ReLU());
        public readonly ParameterList parameters_ = ParameterList(Parameter(zeros(1)), Parameter(ones(2)));
        public readonly ModuleDict<Module> dictionary = ModuleDict<Module>(("left", Linear(1, 2)), ("right", ReLU()));

        public Collections()
            : base(nameof(Collections))
        {
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input;
    }

    private sealed class TwoNames : Module<Tensor, Tensor>
    {
        public TwoNames()
            : base(nameof(TwoNames))
        {
            register_parameter("first", Weight);
            register_parameter("second", Weight);
        }

        public Parameter Weight { get; } = Parameter(ones(2));

        public override Tensor forward(Tensor input) => input * Weight;
    }
}
