namespace HierKD.Onnx.Tests.Networks;

public class OwnModelTests
{
    [Theory]
    [InlineData(4, 0.5, OwnModel.Kind.Plain)]
    [InlineData(6, 1.5, OwnModel.Kind.Doubled)]
    internal void A_model_with_constructor_arguments_and_fields_of_all_kinds(int channels, double factor, OwnModel.Kind kind)
    {
        random.manual_seed(7);
        using var scope = NewDisposeScope();
        using var model = new OwnModel(channels, factor, kind);
        Exported.Require(model, randn(2, channels, 8, 8));
    }

    [Fact]
    public void An_example_without_variety_and_a_negative_batch_axis()
    {
        using var scope = NewDisposeScope();
        using var model = new ForwardModule((m, x) => m.layer.call(x));
        Exported.Require(model, zeros(3, 6), new OnnxOptions { BatchAxis = -2 });
    }

    [Fact]
    public void A_fixed_shape_allows_what_depends_on_the_batch()
    {
        using var scope = NewDisposeScope();
        using var model = new ForwardModule((m, x) => m.layer.call(x) / x.shape[0]);
        using var file = new TemporaryFile();
        var example = randn(4, 6);
        OnnxModel.Save(file.Path, model, example, new OnnxOptions { BatchAxis = null });
        using var session = new OnnxRuntimeSession(file.Path);
        Assert.Equal([4, 6], session.Inputs["input"].Dimensions);
        Exported.RequireSame(file.Path, model, example, 0, [4]);
    }
}
