using System.Collections;
using System.Collections.Concurrent;

namespace HierKD.Onnx.Tests.Refusals;

/// <summary>What no file can hold is refused by name, and leaves no file.</summary>
public class RefusalTests
{
    private static int s_static;

    [Fact]
    public void Noise_in_the_forward()
    {
        var refusal = Refuse((m, x) => m.layer.call(x + randn_like(x)));
        Assert.Contains("randn", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropout_that_is_always_on()
    {
        var refusal = Refuse((m, x) => nn.functional.dropout(m.layer.call(x), 0.5, training: true));
        Assert.Equal("dropout", refusal.OperatorName);
    }

    [Fact]
    public void An_element_that_is_read_in_CSharp()
    {
        var refusal = Refuse((m, x) => m.layer.call(x) * x.sum().ToSingle());
        Assert.Contains("elements in C#", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_are_read_as_memory() =>
        Assert.Equal("data", Refuse((m, x) => m.layer.call(x) * x.data<float>()[0]).OperatorName);

    [Fact]
    public void A_refusal_that_the_forward_catches()
    {
        var refusal = Refuse((m, x) =>
        {
            try
            {
                return m.layer.call(x) * x.sum().item<float>();
            }
            catch (Exception)
            {
                return m.layer.call(x);
            }
        });
        Assert.Contains("elements in C#", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_path_for_a_batch_of_one() => Refuse((m, x) => x.shape[0] == 1 ? m.layer.call(x) : m.layer.call(x).relu());

    [Fact]
    public void Another_path_for_more_than_two() => Refuse((m, x) => x.shape[0] > 2 ? m.layer.call(x) : m.layer.call(x).relu());

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(32)]
    public void Another_path_for_large_batches(long limit) =>
        Refuse((m, x) => x.shape[0] > limit ? cat(x.split(limit, 0).Select(part => m.layer.call(part)).ToList(), 0) : m.layer.call(x));

    [Theory]
    [InlineData("of shapes [1, 6] and [1, 6]")]
    [InlineData("of type Float32 with Float64")]
    public void A_product_that_libtorch_would_end_the_process_for(string says)
    {
        var shapes = says.Contains("shapes", StringComparison.Ordinal);
        var refusal = Refuse((m, x) =>
            m.layer.call(x).matmul(shapes ? x : m.layer.weight.to_type(ScalarType.Float64)));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_without_a_translation_that_take_lists()
    {
        // What they give is the same for all values that the export tries.
        Assert.Equal("hstack", Refuse((m, x) => m.layer.call(x) * hstack([x.lt(1e6), x.lt(1e6)]).narrow(1, 0, 6)).OperatorName);
        Assert.Equal("broadcast_tensors", Refuse((m, x) => m.layer.call(x) * broadcast_tensors(x.lt(1e6), x)[0]).OperatorName);
        Assert.Equal("block_diag", Refuse((m, x) => m.layer.call(x) + block_diag([x.gt(1e6)]).sum()).OperatorName);
    }

    [Fact]
    public void A_static_limit_that_typical_values_do_not_reach()
    {
        s_static = 4;
        var refusal = Refuse((m, x) => m.layer.call(x) + x.clamp(-4 - s_static, 4 + s_static));
        Assert.Contains("static", refusal.Message, StringComparison.Ordinal);
        s_static = 0;
    }

    [Fact]
    public void An_operator_that_onnx_runtime_has_for_float32_alone() =>
        Assert.Contains(
            "no Erf for float64", Refuse((m, x) => m.layer.call(x).to_type(ScalarType.Float64).erf()).Message, StringComparison.Ordinal);

    [Fact]
    public void An_output_that_the_forward_has_disposed()
    {
        var refusal = Refuse((m, x) =>
        {
            using var y = m.layer.call(x);
            return y;
        });
        Assert.Contains("MoveToOuterDisposeScope", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sparse_constant()
    {
        using var edges = sparse_coo_tensor(arange(6).repeat(2, 1), ones(6), [6, 6]);
        Assert.Contains("sparse", Refuse((m, x) => edges.matmul(m.layer.call(x).t()).t()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Axes_of_what_has_none() => Refuse((m, x) => m.layer.call(x) + x.mean().argmax(0));

    [Fact]
    public void A_loop_over_the_batch() => Refuse((m, x) =>
    {
        var rows = Enumerable.Range(0, (int)x.shape[0]).Select(i => m.layer.call(x[i])).ToList();
        return stack(rows, 0);
    });

    [Fact]
    public void A_division_by_the_batch() => Refuse((m, x) => m.layer.call(x) / x.shape[0]);

    [Fact]
    public void A_constant_that_counts_the_batch() =>
        Refuse((m, x) => m.layer.call(x) + arange(x.shape[0], dtype: ScalarType.Float32).unsqueeze(1));

    [Fact]
    public void A_value_that_a_static_field_has_now()
    {
        s_static = 3;
        var refusal = Refuse((m, x) => m.layer.call(x) * s_static);
        Assert.Contains("static", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forwards_that_count() => Refuse((m, x) => m.layer.call(x) * ++m.Calls);

    [Fact]
    public void An_operator_without_a_translation()
    {
        var refusal = Refuse((m, x) => m.layer.call(x).cumsum(1).logcumsumexp(1));
        Assert.NotNull(refusal.OperatorName);
    }

    [Fact]
    public void A_recurrent_layer_by_its_path()
    {
        using var model = new RecurrentModel();
        using var example = randn(1, 5, 6);
        var refusal = Refuse(model, example);
        Assert.Equal("encoder", refusal.ModulePath);
        Assert.Equal("RNN_forward", refusal.OperatorName);
    }

    [Fact]
    public void Writing_into_a_weight_which_stays_as_it_is()
    {
        using var model = new ForwardModule((m, x) =>
        {
            m.layer.weight.mul_(2);
            return m.layer.call(x);
        });
        using var example = randn(2, 6);
        using var before = model.layer.weight.detach().clone();
        Assert.Equal("mul_scalar_", Refuse(model, example).OperatorName);
        Assert.True(before.eq(model.layer.weight).all().ToBoolean());
    }

    [Fact]
    public void An_embedding_that_shortens_its_vectors_whose_weights_stay_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Embedding(10, 4, max_norm: 0.5);
        using var before = model.weight!.detach().clone();
        Assert.Contains("max_norm", Refuse(model, randint(10, [2, 3], ScalarType.Int64)).Message, StringComparison.Ordinal);
        Assert.True(before.eq(model.weight).all().ToBoolean());
    }

    [Fact]
    public void Local_response_of_an_even_size() => Assert.Equal("local_response_norm", Refuse((m, x) =>
        nn.functional.local_response_norm(m.layer.call(x).view(-1, 6, 1), 4, 0.1, 0.75, 1).flatten(1)).OperatorName);

    [Fact]
    public void A_batch_normalisation_by_the_batch()
    {
        using var model = nn.Sequential(nn.Linear(6, 4), nn.BatchNorm1d(4, track_running_stats: false));
        using var example = randn(2, 6);
        Assert.Equal("batch_norm", Refuse(model, example).OperatorName);
    }

    [Fact]
    public void Writing_into_a_part_of_what_is_used_later() => Refuse((m, x) =>
    {
        var y = m.layer.call(x);
        y.narrow(1, 0, 2).relu_();
        return y;
    });

    [Fact]
    public void An_output_that_does_not_depend_on_the_input() => Refuse((m, x) => m.layer.weight * 2);

    [Fact]
    public void Collections_that_cannot_be_made_anew()
    {
        using var key = nn.Linear(6, 6);
        using var example = randn(2, 6);
        RequireNamed("ConcurrentDictionary", ByModule(new ConcurrentDictionary<nn.Module, double> { [key] = 2 }));
        RequireNamed("Hashtable", ByModule(new Hashtable { [key] = 2.0 }));
        RequireNamed("WeakReference", Weak(new WeakReference<nn.Module<Tensor, Tensor>>(key)));
        // What is no part of a model keeps its place.
        using var named = ByName(new ConcurrentDictionary<string, nn.Module<Tensor, Tensor>> { ["key"] = key });
        Exported.Require(named, example);
        using var ordinary = ByNameOf(new Hashtable { ["factor"] = 2.0 }, new WeakReference<string>("text"), new() { [typeof(int)] = 1 });
        Exported.Require(ordinary, example);

        // Each closure of its own, so that it holds nothing else.
        ForwardModule ByModule(IDictionary factors) => new((m, x) => m.layer.call(x) * (double)factors[key]!);
        static ForwardModule Weak(WeakReference<nn.Module<Tensor, Tensor>> weak) =>
            new((_, x) => weak.TryGetTarget(out var layer) ? layer.call(x) : x);
        static ForwardModule ByName(ConcurrentDictionary<string, nn.Module<Tensor, Tensor>> layers) =>
            new((m, x) => layers["key"].call(x) + m.layer.call(x));

        static ForwardModule ByNameOf(Hashtable table, WeakReference<string> text, ConcurrentDictionary<Type, double> types) =>
            new((m, x) => m.layer.call(x) * (double)table["factor"]! * types[typeof(int)] * (text.TryGetTarget(out _) ? 1 : 2));

        void RequireNamed(string what, ForwardModule model)
        {
            using var file = new TemporaryFile();
            var refusal = Assert.Throws<NotSupportedException>(() => OnnxModel.Save(file.Path, model, example));
            Assert.Contains($"holds a {what}", refusal.Message, StringComparison.Ordinal);
            model.Dispose();
        }
    }

    private static OnnxExportException Refuse(Func<ForwardModule, Tensor, Tensor> forward)
    {
        using var scope = NewDisposeScope();
        using var model = new ForwardModule(forward);
        return Refuse(model, randn(2, 6));
    }

    private static OnnxExportException Refuse(nn.Module<Tensor, Tensor> model, Tensor example)
    {
        using var file = new TemporaryFile();
        var refusal = Assert.Throws<OnnxExportException>(() => OnnxModel.Save(file.Path, model, example));
        Assert.False(File.Exists(file.Path));
        return refusal;
    }

    private sealed class RecurrentModel : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.RNN encoder = nn.RNN(6, 4, batchFirst: true);

        public RecurrentModel()
            : base(nameof(RecurrentModel)) => RegisterComponents();

        public override Tensor forward(Tensor input) => encoder.call(input).Item1;
    }
}
