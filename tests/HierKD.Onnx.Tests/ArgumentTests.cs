namespace HierKD.Onnx.Tests;

/// <summary>What has no meaning fails before anything is done, and says what would be right.</summary>
public class ArgumentTests
{
    [Fact]
    public void Nothing_may_be_null_or_empty()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        Assert.Equal("path", Assert.ThrowsAny<ArgumentException>(() => OnnxModel.Save("", model, randn(1, 3))).ParamName);
        Assert.Equal("model", Assert.ThrowsAny<ArgumentException>(() => OnnxModel.Save("x.onnx", null!, randn(1, 3))).ParamName);
        Assert.Equal("exampleInput", Assert.ThrowsAny<ArgumentException>(() => OnnxModel.Save("x.onnx", model, (Tensor)null!)).ParamName);
    }

    [Fact]
    public void The_example_is_a_usable_batch()
    {
        using var scope = NewDisposeScope();
        var disposed = randn(1, 3);
        disposed.Dispose();
        Tensor[] unusable = [disposed, randn(0, 3), tensor(new[] { float.NaN }), zeros(2, 3, ScalarType.Int64)];
        using var model = nn.Linear(3, 2);
        Assert.All(unusable, example =>
            Assert.Equal("exampleInput", Assert.ThrowsAny<ArgumentException>(() => OnnxModel.Save("x.onnx", model, example)).ParamName));
    }

    [Theory]
    [InlineData("", "output", "batch", 0)]
    [InlineData("same", "same", "batch", 0)]
    [InlineData("input", "output", " ", 0)]
    [InlineData("input", "output", "batch", 2)]
    public void Options_have_a_meaning(string input, string output, string batch, int axis)
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        var options = new OnnxOptions { InputNames = [input], OutputNames = [output], BatchName = batch, BatchAxis = axis };
        Assert.Equal("options", Assert.ThrowsAny<ArgumentException>(() => OnnxModel.Save("x.onnx", model, randn(1, 3), options)).ParamName);
    }

    [Fact]
    public void A_folder_that_is_not_there()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        Assert.Throws<DirectoryNotFoundException>(() => OnnxModel.Save("no/such/folder/x.onnx", model, randn(1, 3)));
    }
}
