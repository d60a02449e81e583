namespace HierKD.LibTorch.Tests;

/// <summary>Compares a tensor with numbers that do not come from the engine under test.</summary>
internal static class TensorAssert
{
    /// <summary>The elements in row-major order, whatever the tensor's type and strides.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        // The clone gives memory to a gradient that autograd knows to be zero and keeps without any.
        return tensor.detach().clone().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    public static void Shape(long[] expected, Tensor actual) => Assert.Equal(expected, actual.shape);

    public static void Equal(double[] expected, Tensor actual, double tolerance = 1e-12)
    {
        var values = Values(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = tolerance * Math.Max(1, Math.Abs(expected[i]));
            var same = expected[i].Equals(values[i]) || Math.Abs(expected[i] - values[i]) <= allowed;
            Assert.True(same, $"element {i}: expected {expected[i]:R}, got {values[i]:R} (allowed difference {allowed:G2})");
        }
    }

    public static void Equal(long[] shape, double[] expected, Tensor actual, double tolerance = 1e-12)
    {
        Shape(shape, actual);
        Equal(expected, actual, tolerance);
    }

    public static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Equal(expected.shape, Values(expected), actual, 0);
    }
}
