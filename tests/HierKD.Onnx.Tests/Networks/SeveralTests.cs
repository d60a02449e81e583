namespace HierKD.Onnx.Tests.Networks;

/// <summary>Models with several inputs and outputs, and what their files call them.</summary>
public sealed class SeveralTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFile _file = new();

    public SeveralTests() => random.manual_seed(5);

    [Fact]
    public void Two_inputs_and_a_named_tuple()
    {
        var model = new SiameseModel();
        var examples = new[] { randn(2, 6), randn(2, 6) };
        OnnxModel.Save(_file.Path, model, examples);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal(["left", "right"], session.Inputs.Keys);
        Assert.Equal(["similarity", "embeddings"], session.Outputs.Keys);
        Assert.Equal([-1, 12], session.Outputs["embeddings"].Dimensions);
        Verify(model, examples);
    }

    [Fact]
    public void A_list_of_heads_some_of_them_constant()
    {
        var model = new HeadsModel();
        var example = randn(1, 3, 8, 8);
        OnnxModel.Save(_file.Path, model, example);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal(["output_0", "output_1", "output_2"], session.Outputs.Keys);
        Assert.Equal([2, 2], session.Outputs["output_2"].Dimensions);
        Verify(model, [example]);
    }

    [Fact]
    public void A_dictionary()
    {
        var model = new DictionaryModel();
        var example = randn(3, 6);
        OnnxModel.Save(_file.Path, model, example);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal(["boxes", "scores"], session.Outputs.Keys.Order());
        Verify(model, [example]);
    }

    [Fact]
    public void Names_that_the_options_say()
    {
        var model = new SiameseModel();
        var examples = new[] { randn(2, 6), randn(2, 6) };
        var options = new OnnxOptions { InputNames = ["a", "b"], OutputNames = ["c", "d"], BatchName = "pairs", ModelName = "Twins" };
        OnnxModel.Save(_file.Path, model, examples, options);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal(["a", "b"], session.Inputs.Keys);
        Assert.Equal(["c", "d"], session.Outputs.Keys);
        Assert.Equal("pairs", session.Inputs["b"].SymbolicDimensions[0]);
        Assert.Equal("Twins", session.Metadata.GraphName);
        Verify(model, examples, options);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    public void Another_number_of_names_is_refused(int inputs, int outputs)
    {
        var options = new OnnxOptions
        {
            InputNames = [.. Enumerable.Range(0, inputs).Select(i => $"in{i}")],
            OutputNames = [.. Enumerable.Range(0, outputs).Select(i => $"out{i}")],
        };
        var refusal = Assert.Throws<ArgumentException>(
            () => OnnxModel.Save(_file.Path, new SiameseModel(), [randn(2, 6), randn(2, 6)], options));
        Assert.Equal("options", refusal.ParamName);
        Assert.False(File.Exists(_file.Path));
    }

    [Fact]
    public void A_table_beside_the_batch_has_no_batch_axis()
    {
        var model = new TableModel();
        var examples = new[] { randn(2, 6), randn(4, 6) };
        Assert.Equal("exampleInputs", Assert.Throws<ArgumentException>(() => OnnxModel.Save(_file.Path, model, examples)).ParamName);
        var options = new OnnxOptions { BatchAxes = [0, null] };
        OnnxModel.Save(_file.Path, model, examples, options);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal([4, 6], session.Inputs["table"].Dimensions);
        Verify(model, examples, options);
    }

    [Fact]
    public void Inputs_of_several_types_and_one_that_is_not_used()
    {
        var model = new MixedModel();
        var examples = new[] { randn(2, 6), randint(6, [2, 4], ScalarType.Int64), tensor(new[] { true, false }), randn(2, 3) };
        OnnxModel.Save(_file.Path, model, examples);
        Verify(model, examples);
    }

    [Fact]
    public void A_native_layer_with_states()
    {
        var model = nn.LSTM(6, 4, numLayers: 2, batchFirst: true);
        var example = randn(2, 5, 6);
        OnnxModel.Save(_file.Path, model, example);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal(3, session.Outputs.Count);
        Verify(model, [example]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_number_of_inputs_is_refused(int count)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => OnnxModel.Save(_file.Path, new SiameseModel(), [.. Enumerable.Range(0, count).Select(_ => randn(2, 6))]));
        Assert.Contains("(Tensor, Tensor)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_without_a_call_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => OnnxModel.Save(_file.Path, new Uncallable(), randn(2, 6)));
        Assert.Contains("has no call", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_is_no_tensor_is_refused()
    {
        var refusal = Assert.Throws<OnnxExportException>(() => OnnxModel.Save(_file.Path, new TextModel(), randn(2, 6)));
        Assert.Contains("a text", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _file.Dispose();
        _scope.Dispose();
    }

    private void Verify(nn.Module model, IReadOnlyList<Tensor> examples, OnnxOptions? options = null)
    {
        var found = OnnxModel.Verify(_file.Path, model, examples, CheckedFile.Run, options);
        Assert.Equal([1, 2, 3, 5, 8], found.Batches);
        Assert.InRange(found.LargestDifference, 0, 1e-4);
    }

    private sealed class SiameseModel : nn.Module<Tensor, Tensor, (Tensor similarity, Tensor embeddings)>
    {
        private readonly TorchSharp.Modules.Linear encoder = nn.Linear(6, 6);

        public SiameseModel()
            : base(nameof(SiameseModel)) => RegisterComponents();

        public override (Tensor similarity, Tensor embeddings) forward(Tensor left, Tensor right)
        {
            var (one, other) = (encoder.call(left), encoder.call(right));
            return (nn.functional.cosine_similarity(one, other), cat(new List<Tensor> { one, other }, 1));
        }
    }

    private sealed class HeadsModel : nn.Module<Tensor, List<Tensor>>
    {
        private readonly TorchSharp.Modules.Conv2d trunk = nn.Conv2d(3, 4, 3);
        private readonly TorchSharp.Modules.Conv2d small = nn.Conv2d(4, 2, 1);
        private readonly Tensor anchors = arange(4, dtype: ScalarType.Float32).view(2, 2);

        public HeadsModel()
            : base(nameof(HeadsModel)) => RegisterComponents();

        public override List<Tensor> forward(Tensor input)
        {
            var features = trunk.call(input).relu();
            return [small.call(features), features.mean([2, 3]), anchors * 2];
        }
    }

    private sealed class DictionaryModel : nn.Module<Tensor, Dictionary<string, Tensor>>
    {
        private readonly TorchSharp.Modules.Linear layer = nn.Linear(6, 5);

        public DictionaryModel()
            : base(nameof(DictionaryModel)) => RegisterComponents();

        public override Dictionary<string, Tensor> forward(Tensor input)
        {
            var y = layer.call(input);
            return new() { ["boxes"] = y.narrow(1, 0, 4), ["scores"] = y.select(1, 4).sigmoid() };
        }
    }

    private sealed class TableModel() : nn.Module<Tensor, Tensor, Tensor>(nameof(TableModel))
    {
        public override Tensor forward(Tensor input, Tensor table) => nn.functional.softmax(input.matmul(table.t()), 1);
    }

    private sealed class MixedModel() : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor>(nameof(MixedModel))
    {
        public override Tensor forward(Tensor values, Tensor places, Tensor keep, Tensor unused) =>
            values.gather(1, places).masked_fill(keep.unsqueeze(1), 0.5);
    }

    private sealed class TextModel() : nn.Module<Tensor, (Tensor, string)>(nameof(TextModel))
    {
        public override (Tensor, string) forward(Tensor input) => (input.relu(), "done");
    }

    private sealed class Uncallable() : nn.Module(nameof(Uncallable));
}
