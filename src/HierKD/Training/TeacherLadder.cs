namespace HierKD;

/// <summary>
/// The student's teachers in the fine-tuning phase, all frozen. With <see cref="FineTuneTeacher.Ladder"/> first the next larger level; as
/// soon as the student is better on the validation batches, the next larger one, up to the original (Miles and Mikolajczyk,
/// BMVC 2020), and one from outside.
/// </summary>
/// <param name="choice">Which of them teach.</param>
/// <param name="larger">The larger levels, from small to large, the original, and one from outside if there is one.</param>
/// <param name="task">Says what is better.</param>
internal sealed class TeacherLadder(FineTuneTeacher choice, IReadOnlyList<Teacher> larger, PruningTask task)
{
    /// <summary>The place of the one that teaches, if one does.</summary>
    public int Rung { get; set; } = choice == FineTuneTeacher.Original ? larger.Count - 1 : 0;

    /// <summary>How many there are.</summary>
    public int Rungs => larger.Count;

    /// <summary>Those who teach now; the mean of their outputs counts.</summary>
    public IReadOnlyList<Teacher> Teachers => choice switch
    {
        FineTuneTeacher.None => [],
        FineTuneTeacher.Ensemble => larger,
        _ => [larger[Rung]],
    };

    public string? Name => choice switch
    {
        FineTuneTeacher.None => null,
        FineTuneTeacher.Ensemble => "ensemble",
        _ => larger[Rung].Name,
    };

    public void Climb(double studentMetric)
    {
        if (choice != FineTuneTeacher.Ladder) return;
        while (Rung < larger.Count - 1 && task.IsBetter(studentMetric, larger[Rung].Metric)) Rung++;
    }
}
