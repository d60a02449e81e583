using static TorchSharp.torch;

namespace HierKD;

/// <summary>How the numbers that a scorer returns step by step become the importance score of a filter.</summary>
public abstract record ScoreAccumulation
{
    private ScoreAccumulation() { }

    /// <summary>
    /// An exponential moving average: <c>score = decay * score + (1 - decay) * number</c>; the first number is taken as it is.
    /// </summary>
    /// <param name="decay">The weight of the past, in [0, 1). Default 0.95.</param>
    public static ScoreAccumulation MovingAverage(double decay = 0.95) => new Average(RequireFraction(decay, nameof(decay)));

    /// <summary>
    /// The last number alone: for criteria that look at weights and not at a batch, so that there is no noise to average and an average
    /// would only lag behind.
    /// </summary>
    public static ScoreAccumulation Latest { get; } = new Last();

    /// <summary>
    /// Gradient descent on the scores, <c>score += learningRate * number</c>: the published rule for CIFAR (Miles and Mikolajczyk, BMVC
    /// 2020).
    /// </summary>
    /// <param name="learningRate">The step size, positive. Default 0.01.</param>
    public static ScoreAccumulation Sgd(double learningRate = 0.01) => new Descent(RequirePositive(learningRate, nameof(learningRate)));

    /// <summary>
    /// RMSProp on the scores, <c>v = decay * v + (1 - decay) * number^2; score += learningRate * number / (sqrt(v) + 1e-8)</c>: the
    /// published rule for ImageNet.
    /// </summary>
    /// <param name="learningRate">The step size, positive. Default 0.01.</param>
    /// <param name="decay">The weight of past squares, in [0, 1). Default 0.99.</param>
    public static ScoreAccumulation RmsProp(double learningRate = 0.01, double decay = 0.99) =>
        new Adaptive(RequirePositive(learningRate, nameof(learningRate)), RequireFraction(decay, nameof(decay)));

    /// <summary>
    /// The new scores of the filters that a step scored; <paramref name="state"/> is one more number for each, zero at first.
    /// </summary>
    internal abstract Tensor Next(Tensor scores, Tensor state, Tensor numbers, bool first);

    private static double RequireFraction(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be in [0, 1).");

    private static double RequirePositive(double value, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be positive and finite.");

    private sealed record Average(double Decay) : ScoreAccumulation
    {
        internal override Tensor Next(Tensor scores, Tensor state, Tensor numbers, bool first) =>
            first ? numbers.clone() : scores * Decay + numbers * (1 - Decay);
    }

    private sealed record Last : ScoreAccumulation
    {
        internal override Tensor Next(Tensor scores, Tensor state, Tensor numbers, bool first) => numbers.clone();
    }

    private sealed record Descent(double LearningRate) : ScoreAccumulation
    {
        internal override Tensor Next(Tensor scores, Tensor state, Tensor numbers, bool first) => scores + numbers * LearningRate;
    }

    private sealed record Adaptive(double LearningRate, double Decay) : ScoreAccumulation
    {
        internal override Tensor Next(Tensor scores, Tensor state, Tensor numbers, bool first)
        {
            state.mul_(Decay).add_(numbers.square() * (1 - Decay));
            return scores + numbers * LearningRate / (state.sqrt() + 1e-8);
        }
    }
}
