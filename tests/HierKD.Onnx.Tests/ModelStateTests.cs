using System.Runtime.CompilerServices;

namespace HierKD.Onnx.Tests;

/// <summary>An export leaves nothing behind.</summary>
public class ModelStateTests
{
    [Fact]
    public void The_model_is_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(
            ("conv", nn.Conv2d(3, 4, 3)), ("norm", nn.BatchNorm2d(4)), ("drop", nn.Dropout(0.5)), ("flat", nn.Flatten()),
            ("out", nn.Linear(144, 2)));
        model.train();
        model.named_children().Single(c => c.name == "norm").module.eval();
        model.call(randn(2, 3, 8, 8)).sum().backward();
        var before = State(model);
        var generator = get_rng_state();
        var flags = model.named_modules().Select(m => m.module.training).ToArray();
        var handles = model.parameters().Select(p => p.Handle).ToArray();

        using var file = new TemporaryFile();
        OnnxModel.Save(file.Path, model, randn(1, 3, 8, 8));
        var afterwards = get_rng_state();

        Assert.Equal(flags, model.named_modules().Select(m => m.module.training));
        Assert.Equal(handles, model.parameters().Select(p => p.Handle));
        Assert.True(before.Zip(State(model)).All(p => p.First.eq(p.Second).all().ToBoolean()));
        Assert.All(model.parameters(), p => Assert.True(p.requires_grad && p.is_leaf));
        Assert.False(generator.eq(afterwards).all().ToBoolean(), "The example was drawn in between.");
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void The_generator_goes_on_as_if_nothing_had_been()
    {
        using var scope = NewDisposeScope();
        using var model = new ForwardModule((m, x) => m.layer.call(x));
        using var file = new TemporaryFile();
        var example = randn(2, 6);
        random.manual_seed(11);
        var expected = randn(5);
        random.manual_seed(11);
        OnnxModel.Save(file.Path, model, example);
        Assert.True(expected.eq(randn(5)).all().ToBoolean());
    }

    [Fact]
    public void No_tensor_stays_and_the_copies_unload()
    {
        using var scope = NewDisposeScope();
        using var model = new ForwardModule((m, x) => m.layer.call(x).relu());
        var example = randn(2, 6);
        Export(model, example);
        // What other tests have left to the finalizer is not counted.
        LiveCopies.Settle();
        var tensors = Tensor.TotalCount;
        for (var i = 0; i < 20; i++) Export(model, example);
        Assert.Equal(tensors, Tensor.TotalCount);

        LiveCopies.Settle();
        Assert.Empty(LiveCopies.Find());
        // Weights that a copy had freed would crash here.
        Assert.Equal([2, 6], model.call(example).shape);
    }

    [Fact]
    public void A_refused_export_leaves_the_model_in_training_mode()
    {
        using var scope = NewDisposeScope();
        using var model = new ForwardModule((m, x) => m.layer.call(x) * x.sum().item<float>());
        model.train();
        Assert.Throws<OnnxExportException>(() => OnnxModel.Save("never.onnx", model, randn(2, 6)));
        Assert.True(model.training && model.layer.training);
        Assert.False(File.Exists("never.onnx"));
    }

    [Fact]
    public void Tensors_that_a_first_forward_makes_stay_usable()
    {
        using var model = new LazyModel();
        using (NewDisposeScope())
        {
            var example = randn(2, 6);
            Export(model, example);
            Export(model, example);
        }
        using var input = randn(4, 6);
        using var output = model.call(input);
        Assert.Equal([4, 6], output.shape);
    }

    private sealed class LazyModel() : nn.Module<Tensor, Tensor>(nameof(LazyModel))
    {
        private static readonly Tensor s_scale = full(6, 2f);
        private static Tensor? s_shift;
        private Tensor? _positions;

        public override Tensor forward(Tensor input)
        {
            _positions ??= arange(6, dtype: ScalarType.Float32);
            s_shift ??= ones(6);
            return input * s_scale + s_shift + _positions;
        }
    }

    private static Tensor[] State(nn.Module model) =>
        [.. model.state_dict().Values.Select(t => t.detach().clone()), .. model.parameters().Select(p => p.grad!.clone())];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Export(nn.Module<Tensor, Tensor> model, Tensor example)
    {
        using var file = new TemporaryFile();
        OnnxModel.Save(file.Path, model, example);
    }
}
