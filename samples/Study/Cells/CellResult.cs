using HierKD;
using HierKD.Samples;

namespace Study.Cells;

/// <summary>What a finished cell measured. Accuracies are shares.</summary>
/// <param name="Key">What tells the cell from every other.</param>
/// <param name="Part">The part of the study.</param>
/// <param name="Settings">Network and data, arm, ratio, seed, and what the run was told.</param>
/// <param name="OriginalTest">The original's accuracy on the test images.</param>
/// <param name="Levels">Every level, the student first.</param>
/// <param name="Budget">The multiply-adds that the training might take.</param>
/// <param name="Spent">The multiply-adds that it took.</param>
/// <param name="Seconds">The time that it took.</param>
internal sealed record CellResult(
    string Key, string Part, CellSettings Settings, double OriginalTest, double OriginalValidation, IReadOnlyList<LevelResult> Levels,
    double Budget, double Spent, double Seconds,
    string Command, DateTime Finished, Provenance Provenance);

internal sealed record CellSettings(
    string Task, string Arm, string Says, double Keep, int Seed, double BudgetEpochs, string Chain, string Scorer, string Loss,
    double DistillationWeight, int JointEpochs, double LearningRate, int TrainImages);

/// <summary>One level.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Filters">The fraction of the removable filters that it keeps.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="MultiplyAdds">Its multiply-adds.</param>
/// <param name="KeptMultiplyAdds">Those as a fraction of the original's.</param>
/// <param name="Validation">Its accuracy on the validation images.</param>
/// <param name="Test">Its accuracy on the test images.</param>
/// <param name="Agreement">How far its gate gradients agreed with its teacher's at the end of the joint phase.</param>
internal sealed record LevelResult(
    string Name, double Filters, long Parameters, long MultiplyAdds, double KeptMultiplyAdds, double Validation, double Test,
    GradientAgreement? Agreement);
