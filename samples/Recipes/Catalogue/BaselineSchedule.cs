namespace HierKD.Recipes;

/// <summary>
/// How an original is trained from scratch: SGD with Nesterov momentum 0.9, the learning rate divided by ten at milestones.
/// </summary>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="LearningRate">The learning rate at first.</param>
/// <param name="Milestones">After which fractions of all epochs the learning rate is divided by ten.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="BatchSize">Images in a batch.</param>
internal sealed record BaselineSchedule(
    int Epochs, double LearningRate, IReadOnlyList<double> Milestones, double WeightDecay, int BatchSize)
{
    /// <summary>The learning rate of an epoch, from 0, of so many.</summary>
    public double At(int epoch, int epochs) => LearningRate * Math.Pow(0.1, Milestones.Count(m => epoch >= m * epochs));
}
