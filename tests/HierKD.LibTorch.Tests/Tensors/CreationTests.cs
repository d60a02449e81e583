namespace HierKD.LibTorch.Tests.Tensors;

public sealed class CreationTests : ScopedTest
{
    [Fact]
    public void Filled_tensors()
    {
        TensorAssert.Equal([2, 2], [0, 0, 0, 0], zeros(2, 2));
        TensorAssert.Equal([3], [1, 1, 1], ones(3));
        TensorAssert.Equal([1, 2], [2.5, 2.5], full([1, 2], 2.5));
        TensorAssert.Equal([2, 2], [1, 0, 0, 1], eye(2));
        TensorAssert.Shape([2, 0, 3], empty([2, 0, 3]));
        TensorAssert.Shape([], tensor(3.0));
    }

    [Fact]
    public void Ranges()
    {
        TensorAssert.Equal([4], [0, 1, 2, 3], arange(4));
        TensorAssert.Equal([3], [2, 4, 6], arange(2, 8, 2));
        TensorAssert.Equal([5], [0, 0.25, 0.5, 0.75, 1], linspace(0, 1, 5));
        Assert.Equal(ScalarType.Int64, arange(4).dtype);
        Assert.Equal(ScalarType.Float32, arange(0.0, 1.0, 0.5).dtype);
        Assert.Equal(ScalarType.Float64, arange(4, dtype: ScalarType.Float64).dtype);
    }

    [Fact]
    public void Types_follow_the_data_and_the_default()
    {
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1f }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0 }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1L }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1.5f).dtype);
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        set_default_dtype(ScalarType.Float64);
        try
        {
            Assert.Equal(ScalarType.Float64, zeros(1).dtype);
            Assert.Equal(ScalarType.Float64, get_default_dtype());
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }

    [Fact]
    public void A_tensor_copies_the_array_it_is_made_from()
    {
        var array = new[] { 1f, 2f, 3f, 4f };
        var x = tensor(array, [2, 2]);
        array[0] = 9;
        TensorAssert.Equal([2, 2], [1, 2, 3, 4], x);
    }

    [Fact]
    public void Tensors_like_another_take_its_shape_and_type()
    {
        var x = ones(2, 3, dtype: ScalarType.Float64, requires_grad: true);
        foreach (var like in new[] { zeros_like(x), ones_like(x), full_like(x, 2), empty_like(x), rand_like(x), randn_like(x) })
        {
            TensorAssert.Shape([2, 3], like);
            Assert.Equal(ScalarType.Float64, like.dtype);
            Assert.False(like.requires_grad);
        }
        Assert.Equal(ScalarType.Int64, zeros_like(x, ScalarType.Int64).dtype);
    }

    [Fact]
    public void Conversions_round_as_csharp_casts_do()
    {
        var x = tensor(new[] { 1.75, -1.75, 0.0 });
        TensorAssert.Equal([1, -1, 0], x.to(ScalarType.Int64));
        TensorAssert.Equal([1, 1, 0], x.to(ScalarType.Bool));
        Assert.Equal(ScalarType.Float32, x.@float().dtype);
        Assert.Equal(ScalarType.Float64, x.@float().@double().dtype);
        Assert.Equal(ScalarType.Int64, x.@long().dtype);
        Assert.Equal(1.75f, x.@float()[0].item<float>());
    }

    [Fact]
    public void Cat_and_stack()
    {
        var a = tensor(new[] { 1.0, 2.0 }, [1, 2]);
        var b = tensor(new[] { 3.0, 4.0 }, [1, 2]);
        TensorAssert.Equal([2, 2], [1, 2, 3, 4], cat(new List<Tensor> { a, b }));
        TensorAssert.Equal([1, 4], [1, 2, 3, 4], cat(new List<Tensor> { a, b }, 1));
        TensorAssert.Equal([1, 2, 2], [1, 3, 2, 4], stack([a, b], 2));
    }

    [Fact]
    public void Devices_and_dimensions_are_reported()
    {
        var x = zeros(2, 3, 4);
        Assert.Equal(DeviceType.CPU, x.device_type);
        Assert.Equal(DeviceType.CPU, x.device.type);
        Assert.Equal(3, x.dim());
        Assert.Equal(3, x.ndim);
        Assert.Equal(24, x.numel());
        Assert.Equal(24, x.NumberOfElements);
        Assert.Equal(3, x.size(1));
        Assert.Equal(4, x.size(-1));
        Assert.Equal([12, 4, 1], x.stride());
        Assert.True(x.is_contiguous());
        Assert.False(x.transpose(0, 1).is_contiguous());
    }
}
