namespace HierKD;

/// <summary>What a level minimises: <c>TaskWeight * task loss + Weight * distillation loss</c>.</summary>
public sealed record DistillationOptions
{
    /// <summary>The distance to the teacher's output.</summary>
    /// <value>
    /// <see langword="null"/> by default: the task's own, <see cref="PruningTask.DefaultDistillation"/>:
    /// <see cref="DistillationLoss.SoftTargets"/> at temperature 4 for classification, <see cref="DistillationLoss.LogitDistance"/> for
    /// regression, and for a task of one's own what its outputs and targets look like.
    /// </value>
    public IDistillationLoss? Loss { get; init; }

    /// <summary>The weight of <see cref="Loss"/>; 0 trains every level on the task alone.</summary>
    /// <value>0.4 by default, as in Miles and Mikolajczyk (BMVC 2020).</value>
    public double Weight { get; init; } = 0.4;

    /// <summary>The weight of the task loss; 0 trains every level on its teacher alone.</summary>
    /// <value>1 by default.</value>
    public double TaskWeight { get; init; } = 1;

    /// <summary>Whom a level learns from in the joint phase.</summary>
    /// <value>
    /// <see cref="LevelTeacher.Mean"/> by default; <see cref="LevelTeacher.NextLarger"/> as in Miles and Mikolajczyk (BMVC 2020).
    /// </value>
    public LevelTeacher Teacher { get; init; } = LevelTeacher.Mean;

    /// <summary>
    /// A teacher from outside, above the original: it teaches wherever the options say that the original does, in the joint phase and in
    /// fine-tuning, and is the last rung of <see cref="FineTuneTeacher.Ladder"/>. Its outputs have the shapes of the model's.
    /// </summary>
    /// <value><see langword="null"/> by default: the original is at the top.</value>
    public IExternalTeacher? External { get; init; }

    internal void Validate()
    {
        if (!Enum.IsDefined(Teacher))
        {
            throw new ArgumentException(
                $"DistillationOptions.Teacher is {(int)Teacher}, which is none of {string.Join(", ", Enum.GetNames<LevelTeacher>())}.",
                nameof(Teacher));
        }
        if (!(Weight >= 0) || !double.IsFinite(Weight))
        {
            throw new ArgumentException($"DistillationOptions.Weight is {Weight}; it must be 0 or more.", nameof(Weight));
        }
        if (!(TaskWeight >= 0) || !double.IsFinite(TaskWeight))
        {
            throw new ArgumentException($"DistillationOptions.TaskWeight is {TaskWeight}; it must be 0 or more.", nameof(TaskWeight));
        }
        if (Weight + TaskWeight == 0)
        {
            throw new ArgumentException(
                "DistillationOptions.Weight and TaskWeight are both 0: there is nothing to learn from.", nameof(Weight));
        }
    }
}
