namespace HierKD;

/// <summary>The saliency criteria that come with HierKD.</summary>
public static class Saliency
{
    /// <summary>
    /// The absolute gate gradient of the level itself, averaged over steps. The default: a level's own gradient carries no bias from its teacher.
    /// </summary>
    /// <param name="accumulation">How steps are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <param name="form">From which gradients it is read off. Default <see cref="GateForm.Consumers"/>.</param>
    /// <remarks>A first-order Taylor criterion (Molchanov et al., ICLR 2017) with the gate at the consumers' inputs.</remarks>
    public static ISaliencyScorer GateGradient(ScoreAccumulation? accumulation = null, GateForm form = GateForm.Consumers) =>
        new GateGradientScorer(GradientSource.OwnLevel, signed: false, accumulation ?? ScoreAccumulation.MovingAverage(), form);

    /// <summary>
    /// The gate gradient of the level's teacher: the cascaded rule of Miles and Mikolajczyk (BMVC 2020). A filter that is off in a level but on in
    /// its teacher goes on being scored, and can come back.
    /// </summary>
    /// <param name="accumulation">How steps are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <param name="signed">
    /// Whether a score falls where opening the gate further would raise the loss, as published (combine with <see cref="ScoreAccumulation.Sgd"/> or
    /// <see cref="ScoreAccumulation.RmsProp"/>); otherwise the absolute gradient counts. Default <see langword="false"/>.
    /// </param>
    /// <param name="form">From which gradients it is read off. Default <see cref="GateForm.Consumers"/>; the published rule is <see cref="GateForm.Norms"/>.</param>
    public static ISaliencyScorer CascadedGate(ScoreAccumulation? accumulation = null, bool signed = false, GateForm form = GateForm.Consumers) =>
        new GateGradientScorer(GradientSource.Teacher, signed, accumulation ?? ScoreAccumulation.MovingAverage(), form);

    /// <summary>The norm of each filter's own weights: the classical baseline (Li et al., ICLR 2017).</summary>
    /// <param name="p">Which norm: 1 or 2. Default 1.</param>
    public static ISaliencyScorer Magnitude(int p = 1) =>
        p is 1 or 2 ? new MagnitudeScorer(p) : throw new ArgumentOutOfRangeException(nameof(p), p, $"p is {p}; it must be 1 or 2.");
}
