using TorchSharp.Modules;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>The masks of torch's native attention layer and of the function.</summary>
public sealed class AttentionMaskTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFile _file = new();

    [Theory]
    [InlineData("causal numbers")]
    [InlineData("causal truths")]
    [InlineData("padding")]
    [InlineData("both")]
    public void A_native_layer(string mask)
    {
        random.manual_seed(3);
        var model = new Masked(mask);
        // The padding: at least the first key of every sample takes part.
        var padding = tensor(new[] { false, true, false, false, true, false, false, false, true, true }).view(2, 5);
        Tensor[] examples = [randn(5, 2, 8), padding];
        var options = new OnnxOptions { BatchAxes = [1, 0] };
        OnnxModel.Save(_file.Path, model, examples, options);
        using var session = new OnnxRuntimeSession(_file.Path);
        using var input = randn(5, 4, 8);
        using var left = tensor(Enumerable.Range(0, 20).Select(i => i % 5 > 1 + i / 7).ToArray()).view(4, 5);
        model.eval();
        var expected = model.call(input, left);
        var actual = session.Run(new Dictionary<string, Tensor> { ["input"] = input, ["padding"] = left })["output"];
        Assert.True((expected - actual).abs().max().item<float>() < 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_function(bool truths)
    {
        var mask = randn(5, 5);
        var model = new ForwardModule((m, x) => nn.functional.scaled_dot_product_attention(
            x, m.layer.call(x), x, truths ? mask.gt(-1).logical_or(eye(5, dtype: ScalarType.Bool)) : mask));
        var example = randn(2, 5, 6);
        OnnxModel.Save(_file.Path, model, example);
        OnnxModel.Verify(_file.Path, model, [example], CheckedFile.Run);
    }

    public void Dispose()
    {
        _file.Dispose();
        _scope.Dispose();
    }

    private sealed class Masked : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly MultiheadAttention attention = nn.MultiheadAttention(8, 2);
        private readonly Tensor numbers = full(5, 5, float.NegativeInfinity).triu(1);
        private readonly Tensor truths = ones(5, 5, ScalarType.Bool).triu(1);
        private readonly string _mask;

        public Masked(string mask)
            : base(nameof(Masked))
        {
            _mask = mask;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input, Tensor padding) => attention.call(
            input, input, input, _mask is "padding" or "both" ? padding : null, true,
            _mask switch { "padding" => null, "causal truths" => truths, _ => numbers }).Item1;
    }
}
