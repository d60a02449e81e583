using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Whether this machine convolves rightly. On virtual processors that hide the sizes of their caches, oneDNN inside libtorch computes
/// outputs and gradients that are wrong where channels fill no whole register: dense networks are trained well, pruned ones are not.
/// </summary>
internal static class ConvolutionCheck
{
    private const long Inputs = 13, Outputs = 17, Side = 16, Samples = 4;
    private const double Tolerance = 1e-3;

    private static readonly Lazy<double> Error = new(Measure);

    /// <exception cref="InvalidOperationException">This machine's convolutions are wrong.</exception>
    public static void Require(Device device)
    {
        if (device.type == DeviceType.CPU) Require(Error.Value);
    }

    /// <param name="error">The largest difference to the same in float64.</param>
    internal static void Require(double error)
    {
        // Not a number is wrong as well.
        if (error < Tolerance) return;
        throw new InvalidOperationException(
            FormattableString.Invariant(
                $"Convolutions are computed wrongly on this machine: one of {Inputs} to {Outputs} channels differs ") +
            FormattableString.Invariant(
                $"from the same in float64 by {error:0.###}. libtorch's oneDNN does so on virtual processors that hide ") +
            "the sizes of their caches. Set the environment variable DNNL_MAX_CPU_ISA to SSE41 before the program starts.");
    }

    private static double Measure()
    {
        using var scope = NewDisposeScope();
        var (image, weight) = (Values(Samples, Inputs, Side, Side), Values(Outputs, Inputs, 3, 3));
        var exact = Run(image, weight);
        return Run(image.to(float32), weight.to(float32)).Zip(exact)
            .Select(p => (p.First.to(float64) - p.Second).abs().max().ToDouble())
            .Aggregate(0.0, Math.Max);
    }

    /// <summary>The output and both gradients.</summary>
    private static Tensor[] Run(Tensor image, Tensor weight)
    {
        using var gradients = enable_grad();
        var (x, w) = (image.clone().requires_grad_(true), weight.clone().requires_grad_(true));
        var y = nn.functional.conv2d(x, w, padding: [1, 1]);
        (y * y.detach().sin()).sum().backward();
        return [y.detach(), x.grad!, w.grad! / (Samples * Side * Side)];
    }

    private static Tensor Values(params long[] shape) =>
        arange(shape.Aggregate(1L, (a, b) => a * b), dtype: float64, device: CPU).mul(0.7).sin().mul(0.2).reshape(shape);
}
