namespace HierKD;

/// <summary>
/// The student's teachers in the fine-tuning phase, all frozen: first the next larger level; as soon as the student is better on the validation batches,
/// the next larger one, up to the original (Miles and Mikolajczyk, BMVC 2020).
/// </summary>
internal sealed class TeacherLadder(IReadOnlyList<(string Name, IModelWeights Weights, double Metric)> rungs, PruningTask task)
{
    private int _rung;

    public string Name => rungs[_rung].Name;

    public IModelWeights Weights => rungs[_rung].Weights;

    public void Climb(double studentMetric)
    {
        while (_rung < rungs.Count - 1 && task.IsBetter(studentMetric, rungs[_rung].Metric)) _rung++;
    }
}
