using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>However a level is executed, a scorer says the same of the filters that are on.</summary>
public sealed class ScorerExecutionTests : ScopedTest
{
    public static IReadOnlyDictionary<string, ISaliencyScorer> Scorers { get; } = new Dictionary<string, ISaliencyScorer>
    {
        ["gate"] = Saliency.GateGradient(),
        ["Taylor, absolute"] = Saliency.Taylor(TaylorForm.Absolute),
        ["Taylor, squared"] = Saliency.Taylor(TaylorForm.Squared),
        ["Taylor, absolute per weight"] = Saliency.Taylor(TaylorForm.AbsolutePerWeight),
        ["Taylor, squared per weight"] = Saliency.Taylor(),
        ["scale"] = Saliency.BatchNormScale(),
        ["FPGM"] = Saliency.Fpgm(),
        ["mean activation"] = Saliency.MeanActivation(),
        ["APoZ"] = Saliency.Apoz(),
        ["random"] = Saliency.Random(),
        ["magnitude 1"] = Saliency.Magnitude(),
        ["magnitude 2"] = Saliency.Magnitude(2),
    };

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 20)]
    public void Slim_numbers_equal_masked_numbers(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network);
        var mask = FilterMasks.Random(network.Graph, drawn.Seed, density: 0.5);
        foreach (var (name, scorer) in Scorers)
        {
            if (Record.Exception(() => scorer.RequireScorable(network.Graph)) is ArgumentException) continue;
            var slim = ScorerPass.Of(scorer, network, LevelExecution.Slim, mask);
            var masked = ScorerPass.Of(scorer, network, LevelExecution.Masked, mask);
            var wide = ScorerPass.Of(scorer, network, LevelExecution.Masked, mask, FilterMask.Full(network.Graph));
            foreach (var group in network.Graph.Groups)
            {
                var tolerance = 1e-8 * Math.Max(1, slim[group.Index].abs().max().ToDouble());
                TensorAssert.Close(slim[group.Index], masked[group.Index], tolerance, $"{name}, {group.Name}");
                var kept = tensor(mask.KeptFilters(group).Select(f => (long)f).ToArray());
                TensorAssert.Close(
                    slim[group.Index], wide[group.Index].index_select(0, kept), tolerance, $"{name}, all filters, {group.Name}");
            }
        }
    }
}
