namespace HierKD.Models;

/// <summary>Numbers of channels of a network that is made narrower or wider.</summary>
internal static class Widths
{
    /// <summary>A number of channels times a factor, at least one.</summary>
    public static int Scaled(int channels, double width) => Math.Max(1, (int)Math.Round(channels * width));

    /// <summary>
    /// The multiple of eight nearest to a number of channels, but not less than nine tenths of it: how the MobileNets round.
    /// </summary>
    public static int Rounded(double channels)
    {
        var nearest = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return nearest < 0.9 * channels ? nearest + 8 : nearest;
    }
}
