using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What a model's own values give in a way to compute: outputs and gradients in evaluation mode, where nothing is drawn, of a stand-in for
/// a loss that treats no two outputs alike. Another way has to give the same but for rounding; then so does any loss.
/// </summary>
internal sealed class ComputationAnswer : IDisposable
{
    /// <summary>How many square roots of a type's precision rounding comes to, in outputs and in gradients, of deep networks.</summary>
    /// <remarks>
    /// In bfloat16, whose root is 0.09, trained ResNets are off by 0.01 and 0.1, and a fresh MobileNetV2 by 0.08 and 0.7.
    /// </remarks>
    private const double OutputRounding = 4, GradientRounding = 10;

    private Tensor[] _outputs = [];
    private Tensor?[] _gradients = [];
    private Computation _computation = Computation.AsGiven;

    /// <summary>A weighted sum of all outputs.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to sum.</exception>
    public static Tensor Loss(IReadOnlyList<Tensor> outputs)
    {
        Tensor? sum = null;
        foreach (var output in outputs.Where(IsCompared))
        {
            var weights = arange(1, output.numel() + 1, dtype: ScalarType.Float32, device: output.device).cos().reshape(output.shape);
            var part = (output * weights.to(output.dtype)).sum();
            sum = sum is null ? part : sum + part;
        }
        return sum ?? throw new InvalidOperationException("the model gives no output of floating point");
    }

    /// <summary>What libtorch says to a forward and backward pass; <see langword="null"/> if it computes it.</summary>
    public static ExternalException? Refusal(WorkingModel working, Computation computation, IReadOnlyList<Tensor> inputs)
    {
        try
        {
            return working.Try<ExternalException?>(computation, training: false, () =>
            {
                using var scope = NewDisposeScope();
                Run(working, inputs);
                return null;
            });
        }
        catch (ExternalException refused)
        {
            return refused;
        }
    }

    /// <summary>Keeps what a way to compute gives.</summary>
    public void Take(WorkingModel working, Computation computation, IReadOnlyList<Tensor> inputs)
    {
        _computation = computation;
        working.Try(computation, training: false, () =>
        {
            using var scope = NewDisposeScope();
            var outputs = Run(working, inputs);
            using var quiet = no_grad();
            _outputs = [.. outputs.Select(o => o.clone().DetachFromDisposeScope())];
            _gradients = [.. working.Tensors.Select(t => t.Tensor.grad?.clone().DetachFromDisposeScope())];
            return true;
        });
    }

    /// <summary>How far another way to compute is off, in a sentence; <see langword="null"/> if it differs by rounding alone.</summary>
    public string? Difference(WorkingModel working, Computation other, IReadOnlyList<Tensor> inputs) =>
        working.Try(other, training: false, () =>
        {
            using var scope = NewDisposeScope();
            var outputs = Run(working, inputs);
            using var quiet = no_grad();
            var root = Math.Sqrt(Precision(working, other));
            return Told("outputs", Relative(_outputs, outputs), OutputRounding * root)
                ?? Told("gradients", Relative(_gradients, [.. working.Tensors.Select(t => t.Tensor.grad)]), GradientRounding * root);
        });

    public void Dispose()
    {
        foreach (var tensor in _outputs.Concat(_gradients)) tensor?.Dispose();
    }

    private static Tensor[] Run(WorkingModel working, IReadOnlyList<Tensor> inputs)
    {
        var outputs = working.Call(inputs);
        if (Loss(outputs) is { requires_grad: true } loss) loss.backward();
        return [.. outputs.Where(IsCompared).Select(o => o.detach())];
    }

    /// <summary>The norm of the difference beside the norm.</summary>
    private static double Relative(Tensor?[] expected, Tensor?[] actual)
    {
        if (expected.Length != actual.Length) return double.PositiveInfinity;
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            using var scope = NewDisposeScope();
            if (expected[i] is { } reference) norm += Square(reference);
            difference += (expected[i], actual[i]) switch
            {
                (null, null) => 0,
                (null, { } only) => Square(only),
                ({ } only, null) => Square(only),
                ({ } a, { } b) => a.shape.SequenceEqual(b.shape) ? Square(b - a) : double.PositiveInfinity,
            };
        }
        return difference == 0 ? 0 : Math.Sqrt(difference / norm);

        static double Square(Tensor tensor) =>
            (tensor.dtype == ScalarType.Float64 ? tensor : tensor.to(ScalarType.Float32)).square().sum().ToDouble();
    }

    private static string? Told(string what, double difference, double rounding) => difference <= rounding
        ? null
        : FormattableString.Invariant(
            $"its {what} differ from the default's by {100 * difference:0.##} %, where rounding explains {100 * rounding:0.##} %");

    /// <summary>The distance of 1 to the next number, of the coarsest type that one of both computes in.</summary>
    private double Precision(WorkingModel working, Computation other) =>
        other.Precision == ComputePrecision.BFloat16 || _computation.Precision == ComputePrecision.BFloat16
            ? Precision(ScalarType.BFloat16)
            : working.Tensors.Max(t => Precision(t.Tensor.dtype));

    private static double Precision(ScalarType type) => type switch
    {
        ScalarType.BFloat16 => 1.0 / (1 << 7),
        ScalarType.Float16 => 1.0 / (1 << 10),
        ScalarType.Float32 => 1.0 / (1 << 23),
        _ => 1.0 / (1L << 52),
    };

    private static bool IsCompared(Tensor output) => output.is_floating_point() && output.numel() > 0;
}
