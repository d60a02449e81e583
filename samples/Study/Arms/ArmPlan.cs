using HierKD;

namespace Study.Arms;

/// <summary>What every arm of a comparison is given alike.</summary>
/// <param name="Keep">The fraction of <paramref name="Measure"/> that the student may keep.</param>
/// <param name="Budget">The multiply-adds of the whole training.</param>
/// <param name="Seed">Order and views of the data, dropout.</param>
/// <param name="Discovery">Which filters may go.</param>
/// <param name="Measure">What sizes are fractions of.</param>
internal sealed record ArmPlan(double Keep, double Budget, int Seed, DiscoveryOptions Discovery, Measure Measure = Measure.MultiplyAdds)
{
    public double Ratio => 1 - Keep;

    /// <summary>A recipe with the budget, the target in multiply-adds, and the learning rate that was found for its kind.</summary>
    public PruningOptions Within(PruningOptions recipe, double learningRate) => recipe with
    {
        Chain = recipe.Chain.Of(Measure),
        Discovery = Discovery,
        Seed = Seed,
        // Faster on a CPU, and the same but for rounding.
        MemoryFormat = MemoryFormat.ChannelsLast,
        Training = recipe.Training with
        {
            MultiplyAddBudget = Budget,
            LearningRate = learningRate,
            // As with images that change in every epoch: the budget pays for every answer.
            TeacherCacheBytes = 0,
        },
    };
}
