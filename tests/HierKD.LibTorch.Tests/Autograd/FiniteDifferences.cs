namespace HierKD.LibTorch.Tests.Autograd;

/// <summary>Checks gradients against central differences in float64.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-6;

    /// <param name="function">Maps the inputs to a tensor of any shape; its elements are weighted unevenly and summed.</param>
    /// <param name="inputs">Float64 leaves.</param>
    public static void Check(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        foreach (var input in inputs)
        {
            input.requires_grad_();
        }
        Weighted(function(inputs)).backward();
        foreach (var input in inputs)
        {
            var analytic = input.grad is { } gradient ? TensorAssert.Values(gradient) : new double[input.NumberOfElements];
            using var off = no_grad();
            var flat = input.view(-1);
            for (var i = 0L; i < flat.NumberOfElements; i++)
            {
                var numeric = (Moved(flat, i, Step) - Moved(flat, i, -Step)) / (2 * Step);
                var allowed = 1e-6 * Math.Max(1, Math.Abs(numeric));
                Assert.True(Math.Abs(numeric - analytic[i]) < allowed, $"element {i}: differences say {numeric}, autograd {analytic[i]}");
            }
        }

        double Moved(Tensor flat, long index, double by)
        {
            var element = flat[index];
            var old = element.item<double>();
            element.fill_(old + by);
            var value = Weighted(function(inputs)).item<double>();
            element.fill_(old);
            return value;
        }
    }

    private static Tensor Weighted(Tensor output)
    {
        var weights = arange(1, output.NumberOfElements + 1, dtype: ScalarType.Float64).reshape(output.shape).cos();
        return (output * weights).sum();
    }
}
