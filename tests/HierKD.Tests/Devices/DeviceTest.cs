using HierKD.Tests.Run;

namespace HierKD.Tests.Devices;

/// <summary>
/// Tests of what depends on where it is computed: on the CPU, or on the device that HIERKD_DEVICE names. HierKD.Cuda runs them on a GPU.
/// </summary>
public abstract class DeviceTest : RunTest
{
    private readonly Tensor _trainX, _trainY, _validationX, _validationY;

    protected DeviceTest()
    {
        Device = new Device(Environment.GetEnvironmentVariable("HIERKD_DEVICE") ?? "cpu");
        (_trainX, _trainY) = (Moved(TrainSet.Inputs), Moved(TrainSet.Labels));
        (_validationX, _validationY) = (Moved(ValidationSet.Inputs), Moved(ValidationSet.Labels));
    }

    protected Device Device { get; }

    /// <summary>How far outputs may be apart: GPUs multiply with ten bits of mantissa where convolutions are concerned.</summary>
    protected double Tolerance => Device.type == DeviceType.CPU ? 1e-4 : 2e-2;

    /// <summary>Images on the device.</summary>
    protected Tensor Images => _validationX;

    /// <summary>Batches on the device, in the same order each time.</summary>
    protected PruningData DeviceData => new(new TensorBatches(_trainX, _trainY, 32, 3), new TensorBatches(_validationX, _validationY, 64));

    /// <summary>A network on the device that has learned the patterns.</summary>
    protected TinyNet DeviceNet()
    {
        var net = TrainedNet();
        net.to(Device);
        return net;
    }

    /// <summary>The output in evaluation mode.</summary>
    protected static double[] Output(nn.Module<Tensor, Tensor> net, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(net);
        using var quiet = no_grad();
        net.eval();
        using var output = net.call(x);
        return TensorAssert.Values(output);
    }

    /// <summary>Requires that every parameter and buffer of a model is on the device.</summary>
    protected void RequireOnDevice(nn.Module net)
    {
        ArgumentNullException.ThrowIfNull(net);
        Assert.All(net.parameters(), p => Assert.Equal(Device.type, p.device_type));
        Assert.All(net.buffers(), b => Assert.Equal(Device.type, b.device_type));
    }

    /// <summary>A run, and the losses of every step.</summary>
    protected (double[] Losses, PruningReport Report) Run(PruningOptions options, PruningData? data = null)
    {
        var (net, recorder) = (DeviceNet(), new Recorder());
        using var result = HierarchicalPruner.Run(net, data ?? DeviceData, options, recorder);
        RequireOnDevice(net);
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
        return ([.. recorder.Reports.SelectMany(r => r.Losses).Select(l => l.Total)], result.Report);
    }

    private Tensor Moved(Tensor tensor) => Own(tensor.to(Device, copy: true).DetachFromDisposeScope());
}
