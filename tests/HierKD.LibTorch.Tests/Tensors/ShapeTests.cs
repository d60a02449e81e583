namespace HierKD.LibTorch.Tests.Tensors;

public sealed class ShapeTests : ScopedTest
{
    private readonly Tensor _x;

    // Not an initialiser: those run before the base class opens its scope.
    public ShapeTests() => _x = arange(6, dtype: ScalarType.Float64).reshape(2, 3);

    [Fact]
    public void Views_share_memory()
    {
        _x.view(3, 2).select(0, 0).fill_(9);
        TensorAssert.Equal([2, 3], [9, 9, 2, 3, 4, 5], _x);
        _x.t()[2, 1] = tensor(-1.0);
        TensorAssert.Equal([9, 9, 2, 3, 4, -1], _x);
    }

    [Fact]
    public void Rearranging()
    {
        TensorAssert.Equal([3, 2], [0, 3, 1, 4, 2, 5], _x.t());
        TensorAssert.Equal([3, 2], [0, 3, 1, 4, 2, 5], _x.transpose(0, 1));
        TensorAssert.Equal([3, 1, 2], [0, 3, 1, 4, 2, 5], _x.unsqueeze(0).permute(2, 0, 1));
        TensorAssert.Equal([6], [0, 1, 2, 3, 4, 5], _x.flatten());
        TensorAssert.Equal([3, 2], [0, 1, 2, 3, 4, 5], _x.reshape(-1, 2));
        TensorAssert.Shape([2, 1, 3], _x.unsqueeze(1));
        TensorAssert.Shape([2, 3], _x.unsqueeze(1).squeeze(1));
        TensorAssert.Shape([2, 3], _x.unsqueeze(0).unsqueeze(-1).squeeze());
        TensorAssert.Shape([2, 3, 3], _x.unsqueeze(1).expand(-1, 3, -1));
        TensorAssert.Equal([2, 3], [0, 0, 0, 3, 3, 3], _x.narrow(1, 0, 1).expand_as(_x));
        Assert.True(_x.t().contiguous().is_contiguous());
    }

    [Fact]
    public void Parts()
    {
        TensorAssert.Equal([2, 2], [1, 2, 4, 5], _x.narrow(1, 1, 2));
        TensorAssert.Equal([2, 2], [0, 2, 3, 5], _x.slice(1, 0, 3, 2));
        TensorAssert.Equal([2], [2, 5], _x.select(1, 2));
        var split = _x.split([1, 2], 1);
        TensorAssert.Equal([2, 1], [0, 3], split[0]);
        TensorAssert.Equal([2, 2], [1, 2, 4, 5], split[1]);
        var even = _x.split(2, 1);
        TensorAssert.Equal([2, 1], [2, 5], even[1]);
        var chunks = arange(5).chunk(3);
        Assert.Equal([2L, 2L, 1L], chunks.Select(c => c.shape[0]));
        Assert.Equal(2, arange(4).chunk(3).Length);
        var rows = _x.unbind();
        Assert.Equal(2, rows.Length);
        TensorAssert.Equal([3], [3, 4, 5], rows[1]);
    }

    [Fact]
    public void In_place_indexing()
    {
        var index = tensor(new[] { 2L, 0L });
        var source = tensor(new[] { 10.0, 20.0, 30.0, 40.0 }, [2, 2]);
        var x = _x.clone();
        x.index_copy_(1, index, source);
        TensorAssert.Equal([20, 1, 10, 40, 4, 30], x);
        x = _x.clone();
        x.index_add_(1, index, source, 0.5);
        TensorAssert.Equal([10, 1, 7, 23, 4, 20], x);
        x = _x.clone();
        x.index_fill_(1, index, -1);
        TensorAssert.Equal([-1, 1, -1, -1, 4, -1], x);
        x = _x.clone();
        x.masked_fill_(x.gt(3), 0);
        TensorAssert.Equal([0, 1, 2, 3, 0, 0], x);
        x = _x.clone();
        x.index_put_(tensor(new[] { 7.0, 8.0 }), tensor(new[] { 0L, 1L }), tensor(new[] { 2L, 0L }));
        TensorAssert.Equal([0, 1, 7, 8, 4, 5], x);
    }

    [Fact]
    public void Searching()
    {
        var x = tensor(new[] { 3.0, 1.0, 2.0, 0.0, 5.0, 4.0 }, [2, 3]);
        Assert.Equal(4L, x.argmax().item<long>());
        Assert.Equal(3L, x.argmin().item<long>());
        TensorAssert.Equal([2], [0, 1], x.argmax(1));
        TensorAssert.Equal([2, 1], [1, 0], x.argmin(1, keepdim: true));
        TensorAssert.Equal([2, 3], [1, 2, 0, 0, 2, 1], x.argsort(1));
        TensorAssert.Equal([1, 2], [1, 1], tensor(new[] { 0.0, 0.0, 0.0, 2.0 }, [2, 2]).nonzero());
        Assert.Equal(5.0, x.max().item<double>());
        Assert.Equal(0.0, x.min().item<double>());
        var (values, indexes) = x.max(0);
        TensorAssert.Equal([3, 5, 4], values);
        TensorAssert.Equal([0, 1, 1], indexes);
    }

    [Fact]
    public void Sums_of_whole_numbers_and_booleans_count()
    {
        Assert.Equal(2L, tensor(new[] { true, false, true }).sum().item<long>());
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1, 2 }).sum().dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1f }).sum(ScalarType.Float64).dtype);
    }

    [Fact]
    public void One_hot()
    {
        var y = nn.functional.one_hot(tensor(new[] { 1L, 0L }), 3);
        TensorAssert.Equal([2, 3], [0, 1, 0, 1, 0, 0], y);
        Assert.Equal(ScalarType.Int64, y.dtype);
    }

    [Fact]
    public void Copies_convert_and_broadcast()
    {
        var x = zeros(2, 3, dtype: ScalarType.Float32);
        x.copy_(tensor(new[] { 1L, 2L, 3L }));
        TensorAssert.Equal([1, 2, 3, 1, 2, 3], x);
        Assert.Equal(ScalarType.Float32, x.dtype);
    }
}
