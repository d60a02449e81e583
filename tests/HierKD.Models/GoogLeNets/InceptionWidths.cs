namespace HierKD.Models;

/// <summary>The numbers of channels within an inception module.</summary>
/// <param name="One">What the 1x1 branch makes.</param>
/// <param name="ThreeReduced">What the second branch's 1x1 convolution makes.</param>
/// <param name="Three">What its 3x3 convolution makes of that.</param>
/// <param name="FiveReduced">What the third branch's 1x1 convolution makes.</param>
/// <param name="Five">What the convolution behind it makes of that (5x5 in the paper).</param>
/// <param name="Pooled">What the fourth branch's 1x1 convolution makes of the pooled input.</param>
internal sealed record InceptionWidths(int One, int ThreeReduced, int Three, int FiveReduced, int Five, int Pooled)
{
    /// <summary>The channels that leave the module.</summary>
    public int Total => One + Three + Five + Pooled;

    /// <summary>All numbers times a factor.</summary>
    public InceptionWidths Times(double width) => new(
        Widths.Scaled(One, width),
        Widths.Scaled(ThreeReduced, width),
        Widths.Scaled(Three, width),
        Widths.Scaled(FiveReduced, width),
        Widths.Scaled(Five, width),
        Widths.Scaled(Pooled, width));
}
