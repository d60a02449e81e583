using static TorchSharp.torch.nn;

namespace HierKD.Tests.Run;

public sealed class BadModelTests : BadInputTest
{
    [Fact]
    public void An_empty_model_is_refused()
    {
        using var empty = new EmptyNet();
        Says(Refused<ArgumentException>(empty, Data()), "model", nameof(EmptyNet), "no parameters");
    }

    [Fact]
    public void A_model_without_removable_filters_is_refused_with_the_reasons()
    {
        using var net = Sequential(Conv2d(1, 4, 3), BatchNorm2d(4), Flatten(), Linear(4 * 6 * 6, Patterns.Classes));
        PeculiarState.Give(net);
        Says(Refused<ArgumentException>(
            net, Data()), "model", "no removable filters", "0: it is the first layer", "3: its outputs are the model's outputs");
    }

    [Fact]
    public void A_single_linear_layer_is_refused()
    {
        using var net = Sequential(Flatten(), Linear(64, Patterns.Classes));
        Says(Refused<ArgumentException>(net, Data()), "model", "no removable filters", "1: its outputs are the model's outputs");
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_refused()
    {
        using (no_grad())
        {
            Net.named_parameters().Single(p => p.name == "features.7.weight").parameter.fill_(float.NaN);
        }
        Says(Refused<ArgumentException>(Data()), "model", "not finite");
    }

    [Fact]
    public void A_forward_that_hides_a_layer_is_refused_with_the_layer_and_the_fix()
    {
        using var net = new HidingNet();
        Says(Refused<ArgumentException>(net, Data()), "model", "hidden", "hidden.call(x)");
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => HierarchicalPruner.Run(null!, Data())).ParamName);
        Assert.Equal("data", Refused<ArgumentNullException>(Net, () => HierarchicalPruner.Run(Net, null!)).ParamName);
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => HierarchicalPruner.Start(null!, TrainSet.Inputs)).ParamName);
        Assert.Equal("exampleInput", Refused<ArgumentNullException>(Net, () => HierarchicalPruner.Start(Net, (Tensor)null!)).ParamName);
    }

    private sealed class EmptyNet() : Module<Tensor, Tensor>(nameof(EmptyNet))
    {
        public override Tensor forward(Tensor input) => input.alias();
    }

    private sealed class HidingNet : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> first = Linear(64, 8);
        private readonly Module<Tensor, Tensor> hidden = Linear(8, 8);
        private readonly Module<Tensor, Tensor> last = Linear(8, Patterns.Classes);

        public HidingNet()
            : base(nameof(HidingNet)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return last.call(hidden.forward(first.call(input.flatten(1)))).MoveToOuterDisposeScope();
        }
    }
}
