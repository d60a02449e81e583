namespace HierKD.LibTorch.Tests.Tensors;

/// <summary>From native memory to .NET and back.</summary>
public sealed class AccessTests : ScopedTest
{
    [Fact]
    public void Data_can_be_read_and_written()
    {
        var x = tensor(new[] { 1f, 2f, 3f, 4f }, [2, 2]);
        var data = x.data<float>();
        Assert.Equal(4, data.Count);
        Assert.Equal(4f, data[1, 1]);
        data[0, 1] = 8;
        Assert.Equal([1f, 8f, 3f, 4f], x.data<float>().ToArray());
    }

    [Fact]
    public void Data_of_a_view_follows_its_strides()
    {
        var x = arange(6, dtype: ScalarType.Float32).reshape(2, 3).t();
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], x.data<float>().ToArray());
        Assert.Equal([1f, 4f], x[1].data<float>().ToArray());
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        var x = tensor(new[] { 1, 256 });
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0], x.bytes.ToArray());
        x.bytes = new byte[] { 2, 0, 0, 0, 0, 2, 0, 0 };
        TensorAssert.Equal([2, 512], x);
    }

    [Fact]
    public void Single_values_convert()
    {
        Assert.Equal(2.5f, tensor(2.5f).item<float>());
        Assert.Equal(7L, tensor(new[] { 7L }, [1, 1]).item<long>());
        Assert.True(tensor(true).item<bool>());
        Assert.Equal(2.5f, tensor(2.5).ToSingle());
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
        Assert.Equal(2L, tensor(2.5f).ToInt64());
        Assert.Equal(3, tensor(3L).ToInt32());
        Assert.True(tensor(1.0).ToBoolean());
    }

    [Fact]
    public void Scalars_convert_implicitly()
    {
        var x = tensor(new[] { 1.0, 2.0 });
        TensorAssert.Equal([2, 3], x + 1);
        TensorAssert.Equal([2, 3], x + 1f);
        TensorAssert.Equal([2, 3], x + 1L);
        TensorAssert.Equal([1.5, 2.5], x + 0.5);
        Assert.Equal(ScalarType.Float64, (x + 1).dtype);
        Assert.Equal(ScalarType.Float32, (tensor(new[] { 1L }) + 0.5).dtype);
    }

    [Fact]
    public void Indexers_read_and_write()
    {
        var x = arange(12, dtype: ScalarType.Float64).reshape(3, 4);
        Assert.Equal(6, x[1, 2].item<double>());
        TensorAssert.Equal([4], [4, 5, 6, 7], x[1]);
        TensorAssert.Equal([3], [1, 5, 9], x[TensorIndex.Colon, TensorIndex.Single(1)]);
        TensorAssert.Equal([2, 2], [0, 2, 4, 6], x[TensorIndex.Slice(0, 2), TensorIndex.Slice(null, null, 2)]);
        TensorAssert.Equal([3], [3, 7, 11], x[TensorIndex.Ellipsis, TensorIndex.Single(-1)]);
        TensorAssert.Equal([1, 4], [0, 1, 2, 3], x[TensorIndex.Null, TensorIndex.Single(0)]);
        TensorAssert.Equal([2, 4], [8, 9, 10, 11, 0, 1, 2, 3], x[TensorIndex.Tensor(tensor(new[] { 2L, 0L }))]);
        x[0, 0] = tensor(-1.0);
        x[TensorIndex.Slice(1, 3), TensorIndex.Single(3)] = tensor(new[] { 70.0, 110.0 });
        TensorAssert.Equal([-1, 1, 2, 3, 4, 5, 6, 70, 8, 9, 10, 110], x);
    }

    [Fact]
    public void A_tensor_of_one_boolean_per_element_selects()
    {
        var x = tensor(new[] { 1.0, -2.0, 3.0 });
        TensorAssert.Equal([2], [1, 3], x[x.gt(0)]);
        x[x.lt(0)] = tensor(0.0);
        TensorAssert.Equal([1, 0, 3], x);
    }

    [Fact]
    public void Text_names_shape_and_type()
    {
        var text = zeros(2, 3, dtype: ScalarType.Float64).ToString();
        Assert.Contains("2", text, StringComparison.Ordinal);
        Assert.Contains("3", text, StringComparison.Ordinal);
        Assert.Contains("Float64", text, StringComparison.Ordinal);
    }
}
