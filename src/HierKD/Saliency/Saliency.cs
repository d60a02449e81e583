namespace HierKD;

/// <summary>The saliency criteria that come with HierKD.</summary>
public static class Saliency
{
    /// <summary>
    /// The absolute gate gradient of the level itself, averaged over steps. The default: a level's own gradient carries no bias from its
    /// teacher.
    /// </summary>
    /// <param name="accumulation">How steps are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <param name="form">From which gradients it is read off. Default <see cref="GateForm.Consumers"/>.</param>
    /// <remarks>A first-order Taylor criterion (Molchanov et al., ICLR 2017) with the gate at the consumers' inputs.</remarks>
    public static ISaliencyScorer GateGradient(ScoreAccumulation? accumulation = null, GateForm form = GateForm.Consumers) =>
        new GateGradientScorer(GradientSource.OwnLevel, signed: false, accumulation ?? ScoreAccumulation.MovingAverage(), form);

    /// <summary>
    /// The absolute gate gradients of all levels' passes, averaged over levels and steps: every level is scored by the same numbers, those
    /// of small levels, which are few and noisy, together with those of the larger ones.
    /// </summary>
    /// <param name="accumulation">How passes are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <param name="form">From which gradients it is read off. Default <see cref="GateForm.Consumers"/>.</param>
    /// <remarks>The largest level takes part too: a filter that is off in a level goes on being scored by those that have it on.</remarks>
    public static ISaliencyScorer SharedGate(ScoreAccumulation? accumulation = null, GateForm form = GateForm.Consumers) =>
        new GateGradientScorer(GradientSource.EveryLevel, signed: false, accumulation ?? ScoreAccumulation.MovingAverage(), form);

    /// <summary>
    /// The gate gradient of the level's teacher: the cascaded rule of Miles and Mikolajczyk (BMVC 2020). A filter that is off in a level
    /// but on in its teacher goes on being scored, and can come back.
    /// </summary>
    /// <param name="accumulation">How steps are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <param name="signed">
    /// Whether a score falls where opening the gate further would raise the loss, as published (combine with
    /// <see cref="ScoreAccumulation.Sgd"/> or <see cref="ScoreAccumulation.RmsProp"/>); otherwise the absolute gradient counts. Default
    /// <see langword="false"/>.
    /// </param>
    /// <param name="form">From which gradients it is read off. Default <see cref="GateForm.Consumers"/>; the published rule is
    /// <see cref="GateForm.Norms"/>.</param>
    public static ISaliencyScorer CascadedGate(
        ScoreAccumulation? accumulation = null, bool signed = false, GateForm form = GateForm.Consumers) =>
        new GateGradientScorer(GradientSource.Teacher, signed, accumulation ?? ScoreAccumulation.MovingAverage(), form);

    /// <summary>
    /// The first-order Taylor expansion of the loss in the filter's own parameters, averaged over steps (Molchanov et al., CVPR 2019):
    /// weights and biases of the layers that make it, scales and shifts of the normalisations and weights of the depthwise convolutions
    /// that it passes.
    /// </summary>
    /// <param name="form">How the parameters of a filter are summed up. Default <see cref="TaylorForm.SquaredPerWeight"/>, which does not
    /// cancel behind normalisations.</param>
    /// <param name="accumulation">How steps are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <remarks>
    /// Coupled filters are one set of parameters, over which is summed before the absolute value or the square is taken. In masked
    /// execution filters that are off have gradient, and number, 0.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="form"/> is none of the forms.</exception>
    public static ISaliencyScorer Taylor(TaylorForm form = TaylorForm.SquaredPerWeight, ScoreAccumulation? accumulation = null) =>
        Enum.IsDefined(form)
        ? new TaylorScorer(form, accumulation ?? ScoreAccumulation.MovingAverage())
        : throw new ArgumentOutOfRangeException(
            nameof(form), form, $"form is {form}; it must be one of {string.Join(", ", Enum.GetNames<TaylorForm>())}.");

    /// <summary>
    /// The absolute scale (gamma) of the normalisations that a filter passes: network slimming (Liu et al., ICCV 2017). Published with an
    /// L1 penalty on the scales, which belongs into the task's loss. Refused, when a session begins, for networks with a group that passes
    /// no normalisation with a scale.
    /// </summary>
    /// <remarks>
    /// Of coupled filters the scales of all normalisations are summed. With <see cref="PrivateParts.Norms"/> each level has scales of its
    /// own.
    /// </remarks>
    public static ISaliencyScorer BatchNormScale() => new BatchNormScaleScorer();

    /// <summary>
    /// The mean distance of a filter's own weights to those of the group's other filters that are on: what lies near the geometric median
    /// is redundant (FPGM; He et al., CVPR 2019). The published sum of the distances ranks a layer the same; the mean does not depend on
    /// how many filters are left.
    /// </summary>
    /// <remarks>Of coupled filters the distances in every layer that makes them are summed.</remarks>
    public static ISaliencyScorer Fpgm() => new FpgmScorer();

    /// <summary>
    /// The mean absolute activation where the filter is read, averaged over steps (Molchanov et al., ICLR 2017): the published mean itself
    /// behind a ReLU, and of use where activations have both signs.
    /// </summary>
    /// <param name="accumulation">How steps are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <remarks>
    /// Summed over the layers that read the filter. See <see cref="ISaliencyScorer.NeedsActivations"/> for the memory it takes.
    /// </remarks>
    public static ISaliencyScorer MeanActivation(ScoreAccumulation? accumulation = null) =>
        new MeanActivationScorer(accumulation ?? ScoreAccumulation.MovingAverage());

    /// <summary>
    /// The share of a filter's activations that are not zero where it is read, averaged over steps: 1 - APoZ, the average percentage of
    /// zeros (Hu et al., 2016). Says nothing of activations that are never exactly 0 (SiLU, GELU): then every filter has 1.
    /// </summary>
    /// <param name="accumulation">How steps are accumulated; a moving average with decay 0.95 if <see langword="null"/>.</param>
    /// <remarks>
    /// Summed over the layers that read the filter. See <see cref="ISaliencyScorer.NeedsActivations"/> for the memory it takes.
    /// </remarks>
    public static ISaliencyScorer Apoz(ScoreAccumulation? accumulation = null) =>
        new ApozScorer(accumulation ?? ScoreAccumulation.MovingAverage());

    /// <summary>
    /// A random number in [0, 1) for each filter, drawn once: the baseline that a criterion has to beat. It depends on the seed and the
    /// filter's place alone, is the same in every step and at every level, and takes nothing from torch's generators.
    /// </summary>
    /// <param name="seed">The seed. Default 0.</param>
    public static ISaliencyScorer Random(int seed = 0) => new RandomScorer(seed);

    /// <summary>The norm of each filter's own weights: the classical baseline (Li et al., ICLR 2017).</summary>
    /// <param name="p">Which norm: 1 or 2. Default 1.</param>
    /// <remarks>Of coupled filters the weights in every layer that makes them count as one vector.</remarks>
    public static ISaliencyScorer Magnitude(int p = 1) =>
        p is 1 or 2 ? new MagnitudeScorer(p) : throw new ArgumentOutOfRangeException(nameof(p), p, $"p is {p}; it must be 1 or 2.");
}
