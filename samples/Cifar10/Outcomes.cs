using HierKD;
using HierKD.Samples;

namespace Cifar10Sample;

/// <summary>The accuracy of a pretrained network.</summary>
internal sealed record EvaluationResult(
    string Network, int TestImages, int Right, double Seconds, string Command, DateTime Finished, Provenance Provenance);

/// <summary>What a run of the pruner made of a network. Accuracies are shares; those of levels are on the validation images.</summary>
internal sealed record PruningOutcome(
    string Network, double OriginalTest, double StudentTest, int TestImages, IReadOnlyList<LevelReport> Levels, int Groups,
    IReadOnlyList<FilterLock> Locks, bool ReloadedIsTheSame,
    double OriginalSeconds, double PruningSeconds, double Seconds, int Seed, string Command, DateTime Finished, Provenance Provenance);
