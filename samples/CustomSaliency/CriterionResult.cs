namespace CustomSaliency;

/// <summary>What a run with a criterion led to. Accuracies are shares, on the test set.</summary>
/// <param name="Setting">What the run was told but for criterion and seed: only runs of the same setting are compared.</param>
/// <param name="JointValidation">The student's accuracy on the validation set before it was fine-tuned.</param>
/// <param name="KeptMultiplyAdds">The share of the multiply-adds that the student has.</param>
internal sealed record CriterionResult(
    string Criterion, int Seed, string Setting, double OriginalTest, double JointValidation, double StudentTest, int FiltersKept,
    double KeptMultiplyAdds, double Seconds, string Command);
