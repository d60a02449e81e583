using TorchSharp.Modules;

namespace HierKD.Tests.Run;

/// <summary>The caller's own code throws in the middle of a run.</summary>
public sealed class ThrowingPartsTests : BadInputTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(40)]
    public void A_scorer_that_throws(int call)
    {
        var fuse = new Fuse(call);
        Throws(fuse, Data(), Quick with { Scorer = new ThrowingScorer(fuse) });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_pruner_that_throws(int call)
    {
        var fuse = new Fuse(call);
        Throws(fuse, Data(), Quick with { Pruner = new ThrowingPruner(fuse) });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void A_distillation_loss_that_throws(int call)
    {
        var fuse = new Fuse(call);
        Throws(fuse, Data(), Quick with { Distillation = new() { Loss = new ThrowingLoss(fuse) } });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(25)]
    public void A_task_loss_that_throws(int call)
    {
        var fuse = new Fuse(call);
        Throws(fuse, Data(), Quick with
        {
            Task = new PruningTask(
                (output, y) =>
                {
                    var loss = nn.functional.cross_entropy(output, y);
                    fuse.Burn();
                    return loss;
                },
                (output, y) => output.argmax(1).eq(y).to(float32).mean().ToDouble(), "top-1"),
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(12)]
    public void A_metric_that_throws(int call)
    {
        var fuse = new Fuse(call);
        Throws(fuse, Data(), Quick with
        {
            Task = new PruningTask((output, y) => nn.functional.cross_entropy(output, y), (_, _) => fuse.Burn(), "broken"),
        }, new Recorder());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(15)]
    public void Training_data_that_throws(int batch)
    {
        var fuse = new Fuse(batch);
        Throws(fuse, new(Burning(TrainSet.Batches(32), fuse), ValidationSet.Batches(64)), Quick);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(12)]
    public void Validation_data_that_throws(int batch)
    {
        var fuse = new Fuse(batch);
        Throws(fuse, new(TrainSet.Batches(32), Burning(ValidationSet.Batches(64), fuse)), Quick, new Recorder());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(16)]
    public void A_progress_that_throws(int call)
    {
        var fuse = new Fuse(call);
        Throws(fuse, Data(), Quick, new Recorder(_ => fuse.Burn()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_optimizer_factory_that_throws(int call)
    {
        var fuse = new Fuse(call);
        Throws(fuse, Data(), Quick with
        {
            Training = Quick.Training with
            {
                Optimizer = (parameters, rate) =>
                {
                    fuse.Burn();
                    return optim.SGD(parameters, rate);
                },
            },
        });
    }

    [Theory]
    [InlineData(60)]
    [InlineData(100)]
    public void A_model_that_throws(int call)
    {
        var fuse = new Fuse(call);
        var relu = Net.modules().OfType<ReLU>().First();
        var hook = relu.register_forward_hook((_, _, output) =>
        {
            fuse.Burn();
            return output;
        });
        Throws(fuse, Data(), Quick);
        hook.remove();
    }

    private void Throws(Fuse fuse, PruningData data, PruningOptions options, IProgress<PruningProgress>? progress = null)
    {
        var failure = Refused<FuseException>(data, options, progress);
        Assert.Same(fuse.Blown, failure);
    }

    private static IEnumerable<PruningBatch> Burning(IEnumerable<PruningBatch> batches, Fuse fuse)
    {
        foreach (var batch in batches)
        {
            fuse.Burn();
            yield return batch;
        }
    }

    private sealed class ThrowingScorer(Fuse fuse) : ISaliencyScorer
    {
        public Tensor Score(FilterGroup group, LevelStep step)
        {
            var scores = step.Consumers(group).First().Weight.abs().sum(1);
            fuse.Burn();
            return scores;
        }
    }

    private sealed class ThrowingPruner(Fuse fuse) : IPruner
    {
        private readonly IPruner _inner = Pruner.GlobalThreshold();

        public double LargestRatio(FilterGraph graph) => _inner.LargestRatio(graph);

        public FilterMask Select(FilterScores scores, double ratio)
        {
            fuse.Burn();
            return _inner.Select(scores, ratio);
        }
    }

    private sealed class ThrowingLoss(Fuse fuse) : IDistillationLoss
    {
        public Tensor Compute(DistillationStep step)
        {
            var loss = nn.functional.mse_loss(step.Output, step.TeacherOutput);
            fuse.Burn();
            return loss;
        }
    }
}
