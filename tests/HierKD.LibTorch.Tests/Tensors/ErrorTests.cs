using System.Runtime.InteropServices;
using HierKD.LibTorch.Tests.Memory;

namespace HierKD.LibTorch.Tests.Tensors;

/// <summary>A mistake is an exception that says what is wrong, and the engine works on after it. (TorchSharp forwards no error of `matmul`: it ends the process. `mm` it does.)</summary>
public sealed class ErrorTests : ScopedTest
{
    private static readonly Dictionary<string, (Func<Tensor> Call, string Says)> Mistakes = new()
    {
        ["shapes that do not broadcast"] = (() => zeros(2, 3) + zeros(2, 4), "size of tensor"),
        ["matrices that do not fit"] = (() => zeros(2, 3).mm(zeros(2, 3)), "shapes cannot be multiplied"),
        ["reshape to another size"] = (() => zeros(6).reshape(4, 2), "shape"),
        ["view of what is not contiguous"] = (() => zeros(2, 3).t().view(6), "view"),
        ["cat of different widths"] = (() => cat(new List<Tensor> { zeros(1, 2), zeros(1, 3) }), "Sizes of tensors must match"),
        ["a dimension that is not there"] = (() => zeros(2).sum(3), "Dimension out of range"),
        ["an index out of range"] = (() => zeros(3).index_select(0, tensor(new[] { 5L })), "out of range"),
        ["an index that is no integer"] = (() => zeros(3).index_select(0, tensor(new[] { 0.5f })), "index"),
        ["types that do not mix"] = (() => zeros(2, 2).mm(zeros(2, 2, dtype: ScalarType.Float64)), "double"),
        ["a convolution with wrong channels"] = (() => nn.functional.conv2d(zeros(1, 3, 4, 4), zeros(2, 4, 3, 3)), "channels"),
        ["classes out of range"] = (() => nn.functional.cross_entropy(zeros(1, 2), tensor(new[] { 4L })), "out of"),
        ["narrow beyond the end"] = (() => zeros(3).narrow(0, 2, 5), "exceeds dimension size"),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Native_errors_surface_as_ExternalException(string name)
    {
        var (call, says) = Mistakes[name];
        var error = Assert.ThrowsAny<ExternalException>(() => call());
        Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
        TensorAssert.Equal([2, 2], ones(2) + 1);
    }

    [Fact]
    public void An_error_leaves_no_tensor_behind()
    {
        var a = zeros(2, 3);
        var b = zeros(4, 5);
        var before = LiveTensors.Count();
        for (var i = 0; i < 50; i++)
        {
            Assert.ThrowsAny<ExternalException>(() => a.mm(b));
        }
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void Reading_with_the_wrong_type_is_refused()
    {
        Assert.Throws<ArgumentException>(() => tensor(1.0).item<float>());
        Assert.Throws<ArgumentException>(() => tensor(1f).item<double>());
        Assert.Throws<ArgumentException>(() => tensor(1L).item<int>());
        var error = Assert.Throws<ArgumentException>(() => zeros(2).data<double>());
        Assert.Contains("Double", error.Message, StringComparison.Ordinal);
        Assert.Contains("Float32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_many_values_as_one_is_refused() =>
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());

    [Fact]
    public void A_disposed_tensor_cannot_be_used()
    {
        var x = ones(2);
        x.Dispose();
        Assert.Throws<InvalidOperationException>(() => x + 1);
        Assert.Throws<InvalidOperationException>(() => x.shape);
        Assert.Throws<InvalidOperationException>(() => ones(2).add_(x));
    }

    [Fact]
    public void A_tensor_needs_as_many_values_as_its_shape() =>
        Assert.ThrowsAny<Exception>(() => tensor(new[] { 1f, 2f, 3f }, [2, 2]));
}
