using Study.Rendering.Figures;

namespace HierKD.Tests.Samples.Study;

/// <summary>Ranges and ticks of the pictures.</summary>
public sealed class AxisTests
{
    [Fact]
    public void A_linear_axis_goes_from_a_round_number_to_a_round_number()
    {
        // An eighth of the range of 4.3 is 0.54, and the next of 0.5, 1, 2 and 5 is 1.
        var axis = Axis.Linear("", [-4.1, 0.2]);
        Assert.Equal([-5, -4, -3, -2, -1, 0, 1], axis.Ticks);
        Assert.Equal((0.0, 1.0, 0.5), (axis.Position(-5), axis.Position(1), axis.Position(-2)));
        Assert.Equal("-3", axis.Text(-3));
    }

    [Fact]
    public void Small_steps_have_decimals_enough()
    {
        var axis = Axis.Linear("", [0.1, 0.33]);
        Assert.Equal(["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"], axis.Ticks.Select(axis.Text));
    }

    [Fact]
    public void Equal_numbers_have_an_axis_too()
    {
        var axis = Axis.Linear("", [2.0]);
        Assert.Equal((2.0, 3.0), (axis.From, axis.To));
    }

    [Fact]
    public void A_logarithmic_axis_has_ticks_at_1_2_and_5()
    {
        var axis = Axis.Logarithmic("", [5.0, 100]);
        Assert.Equal(["5", "10", "20", "50", "100"], axis.Ticks.Select(axis.Text));
        Assert.Equal(0.5, axis.Position(Math.Sqrt(500)), 12);
    }
}
