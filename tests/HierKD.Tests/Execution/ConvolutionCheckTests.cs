namespace HierKD.Tests.Execution;

/// <summary>A machine that convolves wrongly is refused, with what helps; the tests themselves run on one that does not.</summary>
public sealed class ConvolutionCheckTests
{
    [Fact]
    public void This_machine_convolves_rightly() => ConvolutionCheck.Require(CPU);

    [Theory]
    [InlineData(0.5, "differs from the same in float64 by 0.5.")]
    [InlineData(double.NaN, "differs from the same in float64 by NaN.")]
    [InlineData(double.PositiveInfinity, "differs from the same in float64 by Infinity.")]
    public void One_that_does_not_is_refused(double error, string says)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => ConvolutionCheck.Require(error));
        Assert.StartsWith("Convolutions are computed wrongly on this machine", refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Set the environment variable DNNL_MAX_CPU_ISA to SSE41", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-5)]
    public void Rounding_is_no_error(double error) => ConvolutionCheck.Require(error);
}
