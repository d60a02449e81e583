namespace HierKD.LibTorch.Tests.Tensors;

public sealed class DeviceTests : ScopedTest
{
    [Fact]
    public void A_device_is_named_by_text_or_by_kind()
    {
        Assert.Equal(DeviceType.CPU, device("cpu").type);
        Assert.Equal(DeviceType.CPU, new Device(DeviceType.CPU).type);
        Assert.Equal(DeviceType.CPU, CPU.type);
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal(DeviceType.CUDA, new Device("cuda:1").type);
        Assert.Equal(1, new Device("cuda:1").index);
        Assert.Equal("cuda:1", new Device(DeviceType.CUDA, 1).ToString());
    }

    [Fact]
    public void Moving_to_where_a_tensor_is_copies_nothing()
    {
        var x = ones(2);
        var moved = x.to(CPU);
        moved.fill_(5);
        TensorAssert.Equal([5, 5], x);
        var copied = x.to(CPU, copy: true);
        copied.fill_(1);
        TensorAssert.Equal([5, 5], x);
    }

    [Fact]
    public void Cuda_can_be_asked_for_anywhere() =>
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);

    [SkippableFact]
    public void Without_cuda_moving_there_is_an_error()
    {
        Skip.If(cuda.is_available(), "this machine has CUDA");
        Assert.ThrowsAny<Exception>(() => ones(1).to(DeviceType.CUDA));
        using var layer = nn.Linear(1, 1);
        Assert.ThrowsAny<Exception>(() => layer.cuda());
        TensorAssert.Shape([1, 1], layer.call(ones(1, 1)));
    }
}
