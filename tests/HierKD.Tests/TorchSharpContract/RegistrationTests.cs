using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>How a model lists its modules and tensors: names are what files, masks and messages go by.</summary>
public sealed class RegistrationTests : ScopedTest
{
    // Execution/TrainingFlags adds the model itself, and restores parents first.
    [Fact]
    public void Named_modules_leaves_the_root_out_and_lists_parents_before_their_children()
    {
        using var net = Sequential(("a", Sequential(("x", Sequential(("y", ReLU()))))), ("b", ReLU()));
        Assert.Equal(["a", "b", "a.x", "a.x.y"], net.named_modules().Select(m => m.name));
    }

    // Execution/TrainingFlags: children have the last word.
    [Fact]
    public void Training_mode_reaches_every_child_whatever_mode_it_was_in()
    {
        var frozen = ReLU();
        using var net = Sequential(("a", Sequential(("x", frozen))));
        frozen.eval();
        net.train(true);
        Assert.True(frozen.training);
        net.eval();
        Assert.All(net.named_modules(), m => Assert.False(m.module.training));
        frozen.train(true);
        Assert.False(net.training);
    }

    // WatchedModel makes one layer of it; Execution/ModelTensors points each of its tensors at a level's values once.
    [Fact]
    public void A_shared_module_is_listed_under_each_of_its_names_and_its_tensors_under_one()
    {
        var shared = BatchNorm1d(2);
        using var net = Sequential(("a", shared), ("b", shared));
        Assert.Equal([("a", shared), ("b", shared)], net.named_modules().Select(m => (m.name, (BatchNorm1d)m.module)));
        Assert.Equal(["a.weight", "a.bias"], net.named_parameters().Select(p => p.name));
        Assert.Equal(["a.running_mean", "a.running_var", "a.num_batches_tracked"], net.named_buffers().Select(b => b.name));
    }

    // Execution/ModelTensors joins layers and tensors by name: a layer that also stands on its own finds none of its tensors.
    [Fact]
    public void A_module_at_two_depths_has_the_upper_name_first_and_its_tensors_the_name_of_the_earlier_branch()
    {
        var shared = Linear(2, 2, hasBias: false);
        using var net = Sequential(("body", Sequential(("last", shared))), ("alias", shared));
        Assert.Equal("alias", net.named_modules().First(m => m.module == shared).name);
        Assert.Equal(["body.last.weight"], net.named_parameters().Select(p => p.name));
    }

    // Storage/WeightFit knows by its object that a tensor was found under another name.
    [Fact]
    public void The_state_of_a_model_may_have_a_tied_tensor_under_both_names_and_as_one_object()
    {
        using var net = new Tied();
        Assert.Equal(["first.weight"], net.named_parameters().Select(p => p.name));
        var state = net.state_dict();
        Assert.Equal(["first.weight", "second.weight"], state.Keys);
        Assert.Same(state["first.weight"], state["second.weight"]);
    }

    // Execution/ModelTensors joins a layer's path and the names that Layers/*.cs gives its tensors.
    [Fact]
    public void Tensors_of_layers_have_the_names_that_the_library_knows_them_by()
    {
        Module[] modules =
        [
            Conv2d(2, 2, 1), ConvTranspose1d(2, 2, 1), Linear(2, 2), PReLU(2), Embedding(2, 2),
            BatchNorm2d(2), InstanceNorm2d(2, affine: true, track_running_stats: true), LayerNorm(2), GroupNorm(1, 2),
        ];
        foreach (var module in modules)
        {
            var names = module.state_dict().Keys.Where(name => name != "num_batches_tracked");
            Assert.Equal(names, LayerCatalog.Find("layer", module)!.Tensors.Select(slot => slot.Name));
            module.Dispose();
        }
    }

    // Execution/WorkingModel neither borrows nor restores them, and files do not have them.
    [Fact]
    public void A_buffer_that_is_not_persistent_is_in_no_list()
    {
        using var linear = Linear(1, 1);
        linear.register_buffer("cache", zeros(1), persistent: false);
        Assert.NotNull(linear.get_buffer("cache"));
        Assert.Empty(linear.named_buffers());
        Assert.DoesNotContain("cache", linear.state_dict().Keys);
    }

    // Layers/ModuleLayer.Kind and LayerCatalog go by the C# type.
    [Fact]
    public void The_name_of_a_batch_norm_does_not_say_of_how_many_dimensions_it_is()
    {
        using var norm = BatchNorm2d(1);
        Assert.Equal("BatchNorm1d", norm.GetName());
        Assert.Equal("BatchNorm2d", norm.GetType().Name);
    }

    private sealed class Tied : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(1, 1, hasBias: false);
        private readonly Linear second = Linear(1, 1, hasBias: false);

        public Tied()
            : base(nameof(Tied))
        {
            second.weight = first.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }
}
