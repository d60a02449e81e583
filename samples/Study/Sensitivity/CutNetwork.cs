using HierKD;
using HierKD.Models;
using HierKD.Samples;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Study.Sensitivity;

/// <summary>
/// What is left of a trained network when filters go, by ordinary means: a copy is cut, and its statistics are estimated anew.
/// </summary>
/// <param name="model">The trained network.</param>
/// <param name="graph">Its filters.</param>
/// <param name="images">The data.</param>
/// <param name="seed">The seed of the order of the data.</param>
internal sealed class CutNetwork(VggBn model, FilterGraph graph, FashionMnist images, int seed)
{
    private const int StatisticsBatches = 40;
    private const double LearningRate = 0.01;

    /// <summary>The sums of the filters' absolute weights; the whole network may be on.</summary>
    public FilterScores Scores { get; } = new(FilterMask.Full(graph), graph.Groups.Select(g => Magnitudes(model, g)));

    /// <summary>The mask with the strongest filters of each group.</summary>
    public FilterMask Strongest(IEnumerable<int> widths) => FilterMask.Of(graph, graph.Groups.Zip(widths, (group, width) =>
    {
        var kept = Enumerable.Range(0, group.Filters).OrderByDescending(f => Scores[group][f]).Take(width).ToHashSet();
        return Enumerable.Range(0, group.Filters).Select(kept.Contains);
    }));

    /// <summary>The accuracy on the test set, perhaps after some training of the ordinary kind.</summary>
    public double Accuracy(FilterMask mask, int epochs = 0)
    {
        using var copy = VggBn.FashionMnist();
        copy.load_state_dict(model.state_dict());
        FilterRemoval.Apply(copy, mask);
        EstimateStatistics(copy);
        if (epochs > 0)
        {
            ProgressView.Show(progress => Teacher.Train(copy, images.Train(seed), images.Validation, epochs, LearningRate, progress));
        }
        return Answers.Of(copy, images.Test).Accuracy;
    }

    private void EstimateStatistics(VggBn network)
    {
        using var quiet = no_grad();
        network.eval();
        foreach (var norm in network.modules().OfType<BatchNorm2d>()) norm.train();
        // Each batch weighs a tenth: in the end the statistics of the whole network weigh less than two hundredths.
        foreach (var (x, _) in images.Train(seed).Take(StatisticsBatches))
        {
            using var scope = NewDisposeScope();
            network.call(x);
        }
        network.eval();
    }

    private static float[] Magnitudes(VggBn model, FilterGroup group)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return model.state_dict()[$"{group.Name}.weight"].abs().flatten(1).sum(1).data<float>().ToArray();
    }
}
