namespace HierKD;

/// <summary>
/// How a Taylor criterion sums up the parameters <c>w</c> of a filter and their gradients <c>dw</c> (Molchanov et al., CVPR 2019).
/// </summary>
public enum TaylorForm
{
    /// <summary>
    /// <c>|sum(w * dw)|</c>: the first-order change of the loss when all of the filter's parameters vanish at once. Behind a normalisation
    /// the convolution's own share is 0, since a normalised filter does not feel its scale; what is left is the share of the
    /// normalisation's scale and shift.
    /// </summary>
    Absolute,

    /// <summary>
    /// <c>sum(w * dw)^2</c>, the group form as published (equation 8): ranks a layer as <see cref="Absolute"/> does within one step, and
    /// weighs steps with large gradients more in an average.
    /// </summary>
    Squared,

    /// <summary><c>sum(|w * dw|)</c>: every parameter's own first-order change, so that changes of opposite signs do not cancel.</summary>
    AbsolutePerWeight,

    /// <summary><c>sum((w * dw)^2)</c>, the sum of the single parameters' importance as published (equation 9).</summary>
    SquaredPerWeight,
}
