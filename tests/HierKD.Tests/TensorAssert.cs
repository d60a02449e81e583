namespace HierKD.Tests;

/// <summary>Compares tensors with each other and with numbers.</summary>
internal static class TensorAssert
{
    /// <summary>The elements in row-major order, whatever the tensor's type, strides and device.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    public static void Close(double[] expected, double[] actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Written so that NaN on either side fails.
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"{what} element {i}: expected {expected[i]:R}, got {actual[i]:R} (allowed difference {tolerance:G2})");
        }
    }

    public static void Close(double[] expected, Tensor actual, double tolerance, string what = "") =>
        Close(expected, Values(actual), tolerance, what);

    public static void Close(Tensor expected, Tensor actual, double tolerance, string what = "")
    {
        Assert.Equal(expected.shape, actual.shape);
        Close(Values(expected), Values(actual), tolerance, what);
    }

    /// <summary>The same type, shape and bits.</summary>
    public static void Same(Tensor expected, Tensor actual, string what = "")
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(Bits(expected).AsSpan().SequenceEqual(Bits(actual)), $"{what}: the bits differ");
    }

    public static byte[] Bits(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.numel() == 0 ? [] : tensor.detach().cpu().contiguous().bytes.ToArray();
    }
}
