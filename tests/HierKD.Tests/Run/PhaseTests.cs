namespace HierKD.Tests.Run;

/// <summary>Runs without a joint phase, with a phase of fixed masks, and with scores at some steps only.</summary>
public sealed class PhaseTests : RunTest
{
    private static readonly PruningOptions OneShot = Quick with
    {
        Chain = TeacherChain.Explicit(0.5),
        Pruner = Pruner.PerLayer(),
        Training = Quick.Training with
        {
            Joint =
            Quick.Training.Joint with { Epochs = 0, ScoringBatches = 1 },
            FineTuning = Quick.Training.FineTuning with { Epochs = 0 }
        },
    };

    [Fact]
    public void Without_a_joint_phase_the_originals_scores_decide_over_the_masks()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), OneShot);

        var plain = TrainedNet();
        plain.to(ScalarType.Float64).eval();
        using var scope = NewDisposeScope();
        var gates = new ConsumerGates(plain, result.Graph, ConsumerGates.Of(FilterMask.Full(result.Graph)));
        foreach (var (x, y) in TrainSet.Batches(32, shuffleSeed: 3).Epoch(0).Take(1))
        {
            nn.functional.cross_entropy(plain.call(x.to(ScalarType.Float64)), y).backward();
        }
        foreach (var group in result.Graph.Groups)
        {
            var size = TensorAssert.Values(gates.Gates[group.Index].grad!.abs());
            var best = Enumerable.Range(0, group.Filters).OrderByDescending(f => size[f]).Take(group.Filters / 2).Order();
            Assert.Equal(best, result.Mask().KeptFilters(group));
        }
        Assert.Equal(15, result.Mask().Kept);
    }

    [Fact]
    public void Without_a_joint_phase_what_is_left_has_the_originals_weights_until_it_is_fine_tuned()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), OneShot);
        var original = ModelBits.Of(TrainedNet());
        // The first layer keeps its filters and reads the image.
        Assert.Equal(original["features.0.weight"], ModelBits.Of(net)["features.0.weight"]);
        var kept = result.Mask().KeptFilters(result.Graph.Groups[2]);
        var bias = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(original["classifier.0.bias"]).ToArray();
        Assert.Equal(
            kept.Select(f => bias[f]),
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(ModelBits.Of(net)["classifier.0.bias"]).ToArray());
    }

    [Fact]
    public void With_fixed_masks_nothing_is_scored_or_selected_but_everything_is_trained()
    {
        var (first, mask, weights, _) = Run(fixedEpochs: 0);
        var (second, otherMask, otherWeights, reports) = Run(fixedEpochs: 2);
        Assert.Equal(first, second);
        Assert.Equal(mask, otherMask);
        Assert.NotEqual(weights, otherWeights);
        Assert.Equal(
            [(PruningPhase.Joint, 1, 2), (PruningPhase.Joint, 2, 2), (PruningPhase.FixedMasks, 1, 2), (PruningPhase.FixedMasks, 2, 2)],
            reports.Where(r => r.Metrics.Count == 0).Select(r => (r.Phase, r.Epoch, r.Epochs)).Distinct());
        Assert.All(reports, r => Assert.Equal(["student", "assistant 1", "largest"], r.Losses.Select(l => l.Level)));
        Assert.Equal(4, reports.Count(r => r.Metrics.Count == 3));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(100, 1)]
    public void Filters_are_scored_every_so_many_steps_of_an_epoch(int interval, int scored)
    {
        var scorer = new RecordingScorer(GradientSource.OwnLevel);
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(),
            Quick with
            {
                Scorer = scorer,
                Training = Quick.Training with
                {
                    FineTuning =
                Quick.Training.FineTuning with { Epochs = 0 },
                    Joint = Quick.Training.Joint with { ScoreInterval = interval }
                }
            });
        // Three groups; two batches of the original, then two epochs of the student and the first assistant.
        Assert.Equal(3 * (2 + 2 * scored * 2), scorer.Calls.Count);
    }

    private ((int Scored, int Selected) Calls, string Mask, byte[] Weights, List<PruningProgress> Reports) Run(int fixedEpochs)
    {
        var scorer = new RecordingScorer(GradientSource.OwnLevel);
        var pruner = new Counting();
        var recorder = new Recorder();
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(
            net, Data(), Quick with
            {
                Scorer = scorer,
                Pruner = pruner,
                Training = Quick.Training with
                {
                    Joint = Quick.Training.Joint with { FixedMaskEpochs = fixedEpochs },
                    FineTuning =
                    Quick.Training.FineTuning with { Epochs = 0 }
                }
            }, recorder);
        var mask = string.Join(";", result.Levels
            .Select(level => string.Join(";", result.Graph.Groups.Select(g => string.Join(",", result.Mask(level).KeptFilters(g))))));
        return ((scorer.Calls.Count, pruner.Calls), mask, ModelBits.Of(net)["classifier.3.weight"], recorder.Reports);
    }

    private sealed class Counting : IPruner
    {
        private readonly IPruner _inner = Pruner.GlobalThreshold();

        public int Calls { get; private set; }

        public double LargestRatio(FilterGraph graph) => _inner.LargestRatio(graph);

        public FilterMask Select(FilterScores scores, double ratio)
        {
            Calls++;
            return _inner.Select(scores, ratio);
        }
    }
}
