namespace HierKD;

/// <summary>The distillation losses that come with HierKD.</summary>
public static class DistillationLoss
{
    /// <summary>
    /// The Kullback-Leibler divergence between the softened class distributions (Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network, 2015);
    /// classes lie along axis 1, every other axis is averaged over.
    /// </summary>
    /// <param name="temperature">What logits are divided by, positive. Default 4; Miles and Mikolajczyk (BMVC 2020) use 15.</param>
    /// <param name="scaled">
    /// Whether the loss is multiplied by the squared temperature, which keeps its gradient's size independent of the temperature. Default <see langword="true"/>;
    /// the published recipe does without, which at temperature 15 leaves almost no distillation.
    /// </param>
    public static IDistillationLoss SoftTargets(double temperature = 4, bool scaled = true) => temperature > 0 && double.IsFinite(temperature)
        ? new SoftTargetsLoss(temperature, scaled)
        : throw new ArgumentOutOfRangeException(nameof(temperature), temperature, $"temperature is {temperature}; it must be positive and finite.");

    /// <summary>The mean squared difference of the outputs: for regression, or for logits (Ba and Caruana, Do Deep Nets Really Need to be Deep?, 2014).</summary>
    public static IDistillationLoss OutputDistance() => new OutputDistanceLoss();
}
