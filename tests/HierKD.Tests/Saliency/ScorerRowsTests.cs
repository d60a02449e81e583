namespace HierKD.Tests;

/// <summary>What scorers get is theirs.</summary>
public sealed class ScorerRowsTests : ScopedTest
{
    [Theory]
    [MemberData(nameof(TestNetwork.All), MemberType = typeof(TestNetwork))]
    public void A_scorer_that_writes_into_its_rows_changes_neither_weights_nor_gradients(string network)
    {
        var expected = Gradients(network, new Reader());
        var written = Gradients(network, new Writer());
        Assert.Equal(expected.Weights, written.Weights);
        Assert.Equal(expected.Gradients, written.Gradients);
    }

    [Fact]
    public void Nor_where_a_weight_lies_in_memory_as_its_rows_do()
    {
        foreach (var scorer in new ISaliencyScorer[] { new Reader(), new Writer() })
        {
            using var model = new SessionModel();
            var linear = (TorchSharp.Modules.Linear)model.Model.named_modules().Single(m => m.name == "classifier.2").module;
            using (no_grad()) linear.weight!.set_(linear.weight.t().contiguous().t());
            var before = TensorAssert.Bits(linear.weight);
            using var session = model.Start(new() { Chain = TeacherChain.Explicit(1e-9), Scorer = scorer });
            session.Backward(model.X, model.Y);
            Assert.Contains(session.Parameters(), p => TensorAssert.Bits(p).AsSpan().SequenceEqual(before));
        }
    }

    private static (byte[][] Weights, byte[][] Gradients) Gradients(string network, ISaliencyScorer scorer)
    {
        var described = TestNetwork.Named(network);
        using var model = described.Create(float32);
        var input = described.Input(float32);
        using var session = HierarchicalPruner.Start(model, input, new()
        {
            Chain = TeacherChain.Explicit(1e-9),
            Scorer = scorer,
            Discovery = described.Options,
            Task = new PruningTask((y, _) => y.square().mean(), (y, _) => y.square().mean().ToDouble(), "loss", higherIsBetter: false),
            Distillation = new() { Weight = 0 },
        });
        manual_seed(5);
        session.Backward(input, input);
        return (
            [.. session.Parameters().Select(p => TensorAssert.Bits(p))],
            [.. session.Parameters().Select(p => p.grad is { } gradient ? TensorAssert.Bits(gradient) : [])]);
    }

    private class Reader : ISaliencyScorer
    {
        public Tensor Score(FilterGroup group, LevelStep step)
        {
            foreach (var view in step.Consumers(group).Concat(step.Producers(group)).Concat(step.Carriers(group))) Look(view);
            return zeros(step.Scored.KeptFilters(group).Length);
        }

        protected virtual void Look(FilterView view)
        {
        }
    }

    private sealed class Writer : Reader
    {
        protected override void Look(FilterView view)
        {
            view.Weight.fill_(1e9f);
            view.Gradient.fill_(1e9f);
        }
    }
}
