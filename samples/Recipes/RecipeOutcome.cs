using HierKD.Samples;

namespace HierKD.Recipes;

/// <summary>What a recipe led to on real data. Accuracies are shares; those of levels are on the validation images.</summary>
/// <param name="Whole">Whether epochs and batch size were the recipe's own.</param>
/// <param name="DataName">What the data was called.</param>
internal sealed record RecipeOutcome(
    string Recipe, double Ratio, bool Whole, string DataName, int TrainImages, int ValidationImages, int TestImages, double OriginalTest,
    double StudentTest, IReadOnlyList<LevelReport> Levels, bool ReloadedIsTheSame,
    int OriginalEpochs, int JointEpochs, int FixedMaskEpochs, int FineTuneEpochs, int BatchSize, double OriginalSeconds,
    double PruningSeconds, int Seed, string Command, DateTime Finished, Provenance Provenance);
