namespace HierKD;

/// <summary>For each class: how often it was the answer, how often it was right, and how often both.</summary>
internal sealed class Confusion
{
    private readonly List<(long Both, long Answers, long Labels)> _counts = [];

    /// <summary>The classes that occur, as answers or as labels.</summary>
    private IEnumerable<(long Both, long Answers, long Labels)> Occurring => _counts.Where(c => c.Answers + c.Labels > 0);

    /// <summary>The counts of all classes, one after the other.</summary>
    public IReadOnlyList<double> Counts
    {
        get => [.. _counts.SelectMany(c => new double[] { c.Both, c.Answers, c.Labels })];
        set
        {
            _counts.Clear();
            _counts.AddRange(value.Chunk(3).Select(c => ((long)c[0], (long)c[1], (long)c[2])));
        }
    }

    /// <param name="both">For each class how often it was the answer and right.</param>
    /// <param name="answers">How often it was the answer.</param>
    /// <param name="labels">How often it was right.</param>
    public void Add(IReadOnlyList<long> both, IReadOnlyList<long> answers, IReadOnlyList<long> labels)
    {
        while (_counts.Count < both.Count) _counts.Add(default);
        for (var i = 0; i < both.Count; i++)
        {
            var before = _counts[i];
            _counts[i] = (before.Both + both[i], before.Answers + answers[i], before.Labels + labels[i]);
        }
    }

    public double MeanIoU() => Mean(c => (double)c.Both / (c.Answers + c.Labels - c.Both));

    public double F1() => Mean(c => 2.0 * c.Both / (c.Answers + c.Labels));

    /// <summary>0 where nothing occurs: no label, and no answer.</summary>
    private double Mean(Func<(long Both, long Answers, long Labels), double> of) => Occurring.Select(of).DefaultIfEmpty(0).Average();
}
