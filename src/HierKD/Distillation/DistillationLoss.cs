using System.Globalization;

namespace HierKD;

/// <summary>The distillation losses that come with HierKD. Each is a mean over the batch.</summary>
public static class DistillationLoss
{
    /// <summary>
    /// The Kullback-Leibler divergence between the softened class distributions (Hinton, Vinyals and Dean, Distilling the Knowledge in a
    /// Neural Network, 2015); classes lie along axis 1, every other axis is averaged over: <c>[N, C]</c>, or <c>[N, C, H, W]</c> for dense
    /// prediction.
    /// </summary>
    /// <param name="temperature">What logits are divided by, positive. Default 4; Miles and Mikolajczyk (BMVC 2020) use 15.</param>
    /// <param name="scaled">
    /// Whether the loss is multiplied by the squared temperature, which keeps its gradient's size independent of the temperature. Default
    /// <see langword="true"/>; the published recipe does without, which at temperature 15 leaves almost no distillation.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public static IDistillationLoss SoftTargets(double temperature = 4, bool scaled = true) =>
        new SoftTargetsLoss(Positive(temperature, nameof(temperature)), scaled);

    /// <summary>
    /// <see cref="SoftTargets"/> where every output is a logit of its own, for yes or no: the divergence between two Bernoulli
    /// distributions, averaged over all outputs. For binary and multi-label classification with <c>binary_cross_entropy_with_logits</c>:
    /// <c>[N]</c>, <c>[N, 1]</c>, <c>[N, labels]</c>, <c>[N, 1, H, W]</c>, any shape.
    /// </summary>
    /// <param name="temperature">What logits are divided by, positive. Default 4.</param>
    /// <param name="scaled">Whether the loss is multiplied by the squared temperature, which keeps its gradient's size independent of the
    /// temperature. Default <see langword="true"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public static IDistillationLoss BinarySoftTargets(double temperature = 4, bool scaled = true) =>
        new BinarySoftTargetsLoss(Positive(temperature, nameof(temperature)), scaled);

    /// <summary>
    /// The mean squared difference of the outputs, over all of their elements: for logits (Ba and Caruana, Do Deep Nets Really Need to be
    /// Deep?, NIPS 2014) and for regression. Outputs may have any shape.
    /// </summary>
    public static IDistillationLoss LogitDistance() => new LogitDistanceLoss();

    /// <summary>
    /// Decoupled knowledge distillation (Zhao, Cui, Song, Qiu and Liang, Decoupled Knowledge Distillation, CVPR 2022): the divergence of
    /// <see cref="SoftTargets"/> in two parts,
    /// <c>temperature^2 * (alpha * KL(target class against the rest) + beta * KL(the other classes among themselves))</c>. In plain soft
    /// targets the second part is weighted with the probability that the teacher gives to the other classes, so that a sure teacher passes
    /// on little of what it knows about them.
    /// </summary>
    /// <param name="alpha">The weight of the target class's part, 0 or more. Default 1.</param>
    /// <param name="beta">The weight of the other classes' part, 0 or more. Default 8.</param>
    /// <param name="temperature">What logits are divided by, positive. Default 4.</param>
    /// <remarks>
    /// Needs classification targets: class indices <c>[N]</c> for outputs <c>[N, C]</c>, or <c>[N, …]</c> for <c>[N, C, …]</c>, averaged
    /// over samples and positions; those whose label is no class, as an <c>ignoreIndex</c> is, are left out. The authors raise
    /// the weight from 0 over the first 20 epochs, since it starts from random weights;
    /// levels start from trained ones.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite, both are 0, or <paramref name="temperature"/> is
    /// not positive and finite.</exception>
    public static IDistillationLoss DecoupledSoftTargets(double alpha = 1, double beta = 8, double temperature = 4) =>
        new DecoupledSoftTargetsLoss(
            NotNegative(alpha, nameof(alpha)), OneOfTwo(beta, nameof(beta), alpha, nameof(alpha)),
            Positive(temperature, nameof(temperature)));

    /// <summary>
    /// DIST (Huang, You, Wang, Qian and Xu, Knowledge Distillation from a Stronger Teacher, NeurIPS 2022): Pearson correlations in place of
    /// a divergence, so that a student has to rank as its teacher does, not to be as sure.
    /// <c>temperature^2 * (beta * (1 - correlation over the classes of each sample) + gamma * (1 - correlation over the batch for each
    /// class))</c>,
    /// of softened probabilities, averaged over samples and over classes.
    /// </summary>
    /// <param name="beta">The weight of the relation between classes, 0 or more. Default 1.</param>
    /// <param name="gamma">The weight of the relation within a class, 0 or more. Default 1.</param>
    /// <param name="temperature">What logits are divided by, positive. Default 1.</param>
    /// <remarks>
    /// Of a dense output <c>[N, C, …]</c> every position is a sample. What does not vary correlates 0: in a batch of one sample the second
    /// part is a constant. Regression has no classes to correlate.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite, both are 0, or <paramref name="temperature"/> is
    /// not positive and finite.</exception>
    public static IDistillationLoss Dist(double beta = 1, double gamma = 1, double temperature = 1) =>
        new DistLoss(
            NotNegative(beta, nameof(beta)), OneOfTwo(gamma, nameof(gamma), beta, nameof(beta)),
            Positive(temperature, nameof(temperature)));

    /// <summary>
    /// Hints (Romero et al., FitNets: Hints for Thin Deep Nets, ICLR 2015) as in Miles and Mikolajczyk (BMVC 2020),
    /// <c>||f_i - f_(i+1)||^2</c>, without the regressor that networks of different shape need: a level is compared with its teacher over
    /// the channels that it has.
    /// </summary>
    /// <param name="modules">The paths of the modules to compare, one or more: layers, or modules made of them such as residual
    /// blocks.</param>
    /// <remarks>
    /// Of each module the mean squared difference over batch, channels and positions, so that its size does not depend on theirs; the sum
    /// over modules. The paper gives no such mean; it weights the sum with 0.001, on the last three convolutions or residual blocks, and
    /// finds hints to hurt. Outputs do not enter, so any task will do.
    /// </remarks>
    /// <exception cref="ArgumentException">No module is named, or one has no name.</exception>
    public static IDistillationLoss Hints(params string[] modules) => new HintsLoss(Named(modules));

    /// <summary>
    /// Attention transfer (Zagoruyko and Komodakis, Paying More Attention to Attention, ICLR 2017): where in a feature map the activations
    /// are. Squares are summed over channels, each sample's map is divided by its Euclidean length, and maps are compared by their squared
    /// distance.
    /// </summary>
    /// <param name="modules">The paths of the modules to compare, one or more, with positions: <c>[N, C, H, W]</c>, <c>[N, C, L]</c>,
    /// tokens <c>[N, T, C]</c>.</param>
    /// <remarks>
    /// Of each module the squared distance, summed over positions and averaged over samples; the sum over modules. All channels of the
    /// level against all of the teacher's: nothing has to be shared. Outputs do not enter, so any task will do.
    /// </remarks>
    /// <exception cref="ArgumentException">No module is named, or one has no name.</exception>
    public static IDistillationLoss AttentionTransfer(params string[] modules) => new AttentionTransferLoss(Named(modules));

    /// <summary>A weighted sum of losses.</summary>
    /// <param name="terms">The losses with their weights, one or more, each weight positive.</param>
    /// <example>
    /// The loss of Miles and Mikolajczyk (BMVC 2020), with its hints:
    /// <code>
    /// Distillation = new()
    /// {
    ///     Weight = 1,
    ///     Loss = DistillationLoss.Weighted(
    ///         (0.4, DistillationLoss.SoftTargets(15, scaled: false)), (0.001, DistillationLoss.Hints("conv11", "conv12", "conv13"))),
    /// }
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">There is no term, a loss is <see langword="null"/>, or a weight is not positive and
    /// finite.</exception>
    public static IDistillationLoss Weighted(params (double Weight, IDistillationLoss Loss)[] terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Length == 0) throw new ArgumentException("There is no loss to add up; give one or more.", nameof(terms));
        foreach (var (weight, loss) in terms)
        {
            if (loss is null) throw new ArgumentException("A loss is null.", nameof(terms));
            if (!(weight > 0) || !double.IsFinite(weight))
            {
                throw new ArgumentException(
                    $"The weight of a loss is {Text(weight)}; it must be positive and finite: leave a loss that is to have no say out.",
                    nameof(terms));
            }
        }
        return new WeightedLoss(terms.ToArray());
    }

    /// <summary>
    /// A loss for one of a model's outputs. What several outputs are distilled by, each in its own way, is their sum:
    /// <c>Weighted((1, ForOutput(0, LogitDistance())), (0.5, ForOutput(1, BinarySoftTargets())))</c>.
    /// </summary>
    /// <param name="output">Which output, from 0 on, in the order in which the model gives them.</param>
    /// <param name="loss">Looks at it alone.</param>
    /// <param name="target">Which of the batch's targets <paramref name="loss"/> sees. If <see langword="null"/>, the only one, or the
    /// one of the same number where there are as many targets as outputs; else it sees none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="output"/> or <paramref name="target"/> is negative.</exception>
    public static IDistillationLoss ForOutput(int output, IDistillationLoss loss, int? target = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentNullException.ThrowIfNull(loss);
        if (target is { } index) ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(target));
        return new OutputLoss(output, loss, target);
    }

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {Text(value)}; it must be positive and finite.");

    private static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {Text(value)}; it must be 0 or more, and finite.");

    private static double OneOfTwo(double value, string name, double other, string otherName) => NotNegative(value, name) + other > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{otherName} and {name} are both 0: there is nothing to learn from.");

    private static string[] Named(string[] modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        if (modules.Length == 0)
        {
            throw new ArgumentException("No module is named; give the path of one or more, as in the state dictionary.", nameof(modules));
        }
        if (modules.Any(string.IsNullOrEmpty)) throw new ArgumentException("The path of a module is empty.", nameof(modules));
        return modules.Distinct().ToArray();
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
