using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>For each class: how often it was the answer, how often it was right, and how often both.</summary>
internal sealed class Confusion
{
    private readonly List<(long Both, long Answers, long Labels)> _counts = [];

    /// <summary>The classes that occur, as answers or as labels.</summary>
    private IEnumerable<(long Both, long Answers, long Labels)> Occurring => _counts.Where(c => c.Answers + c.Labels > 0);

    /// <param name="index">The class.</param>
    /// <param name="answers">Where it is the answer.</param>
    /// <param name="labels">Where it is right.</param>
    public void Add(int index, Tensor answers, Tensor labels)
    {
        while (_counts.Count <= index) _counts.Add(default);
        var (both, answered, labelled) = _counts[index];
        _counts[index] = (
            both + answers.logical_and(labels).sum().ToInt64(), answered + answers.sum().ToInt64(), labelled + labels.sum().ToInt64());
    }

    public double MeanIoU() => Mean(c => (double)c.Both / (c.Answers + c.Labels - c.Both));

    public double F1() => Mean(c => 2.0 * c.Both / (c.Answers + c.Labels));

    /// <summary>0 where nothing occurs: no label, and no answer.</summary>
    private double Mean(Func<(long Both, long Answers, long Labels), double> of) => Occurring.Select(of).DefaultIfEmpty(0).Average();
}
