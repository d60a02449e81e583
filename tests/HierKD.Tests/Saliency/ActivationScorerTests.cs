using HierKD.Tests.Run;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Criteria that look at activations where they are read, against numbers computed by hand.</summary>
public sealed class ActivationScorerTests : ScopedTest
{
    [Theory]
    // Inputs 1, -1, 2, 0 through weights 1, -2 and a ReLU: 1, 0, 2, 0 and 0, 2, 0, 0.
    [InlineData("mean", true, new[] { 0.75, 0.5 })]
    [InlineData("apoz", true, new[] { 0.5, 0.25 })]
    // Without the ReLU the absolute values count, and whatever is not zero.
    [InlineData("mean", false, new[] { 1.0, 2.0 })]
    [InlineData("apoz", false, new[] { 0.75, 0.75 })]
    public void Activations_are_taken_behind_what_lies_between_the_layers(string scorer, bool relu, double[] expected)
    {
        using var model = Sequential(("a", Linear(1, 1)), ("b", Linear(1, 2)), ("relu", relu ? ReLU() : Identity()), ("c", Linear(2, 1)));
        ScorerPass.Set(model, "a.weight", 1);
        ScorerPass.Set(model, "a.bias", 0);
        ScorerPass.Set(model, "b.weight", 1, -2);
        ScorerPass.Set(model, "b.bias", 0, 0);
        Assert.Equal(expected, ScorerPass.OfOnlyGroup(Scorer(scorer), model, tensor(new[] { 1f, -1, 2, 0 }).reshape(4, 1)));
    }

    [Fact]
    public void A_flattened_feature_map_is_read_whole()
    {
        using var model = Sequential(("a", Conv2d(1, 1, 1)), ("b", Conv2d(1, 2, 1)), ("flatten", Flatten()), ("c", Linear(8, 1)));
        ScorerPass.Set(model, "a.weight", 1);
        ScorerPass.Set(model, "a.bias", 0);
        ScorerPass.Set(model, "b.weight", 1, 10);
        ScorerPass.Set(model, "b.bias", 0, 0);
        var input = tensor(new[] { 0f, 1, 2, 3, 0, 0, 0, 6 }).reshape(2, 1, 2, 2);
        Assert.Equal([1.5, 15], ScorerPass.OfOnlyGroup(Saliency.MeanActivation(), model, input));
        Assert.Equal([0.5, 0.5], ScorerPass.OfOnlyGroup(Saliency.Apoz(), model, input));
    }

    [Fact]
    public void What_every_consumer_of_coupled_filters_reads_is_added()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var first = layer("first").call(x).relu();
                return layer("last").call(first + layer("second").call(first));
            },
            ("first", Linear(1, 2)), ("second", Linear(2, 2)), ("last", Linear(2, 1)));
        ScorerPass.Set(model, "first.weight", 1, -1);
        ScorerPass.Set(model, "first.bias", 0, 0);
        ScorerPass.Set(model, "second.weight", 0, 0, 0, 0);
        ScorerPass.Set(model, "second.bias", 3, 5);
        // The second layer reads 2, 0 and 0, 4; the last one 5, 3 and 5, 9.
        var input = tensor(new[] { 2f, -4 }).reshape(2, 1);
        Assert.Equal([1 + 4, 2 + 7], ScorerPass.OfOnlyGroup(Saliency.MeanActivation(), model, input, new() { PruneFirstLayer = true }));
        Assert.Equal([0.5 + 1, 0.5 + 1], ScorerPass.OfOnlyGroup(Saliency.Apoz(), model, input, new() { PruneFirstLayer = true }));
    }

    [Fact]
    public void A_layer_that_is_called_twice_reads_both_inputs()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var middle = layer("b").call(x);
                return layer("c").call(middle) + layer("c").call(middle * 3);
            },
            ("a", Linear(1, 1)), ("b", Linear(1, 2)), ("c", Linear(2, 1)));
        ScorerPass.Set(model, "b.weight", 1, 2);
        ScorerPass.Set(model, "b.bias", 0, 0);
        Assert.Equal([2, 4], ScorerPass.OfOnlyGroup(Saliency.MeanActivation(), model, ones(3, 1), new() { PruneFirstLayer = true }));
    }

    [Fact]
    public void What_the_forward_does_to_its_tensors_afterwards_does_not_count()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var middle = layer("b").call(x);
                using (no_grad()) layer("c").call(middle.detach());
                var result = layer("c").call(middle * 1);
                using (no_grad()) middle.detach().zero_();
                return result;
            },
            ("a", Linear(1, 1)), ("b", Linear(1, 2)), ("c", Linear(2, 1)));
        ScorerPass.Set(model, "b.weight", 1, 2);
        ScorerPass.Set(model, "b.bias", 0, 0);
        Assert.Equal([1, 2], ScorerPass.OfOnlyGroup(Saliency.MeanActivation(), model, ones(3, 1), new() { PruneFirstLayer = true }));
    }

    [Fact]
    public void A_scorer_that_did_not_ask_for_activations_is_told_how_to()
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Scorer = new Forgetful() });
        var failure = Assert.Throws<InvalidOperationException>(() => session.Backward(model.X, model.Y));
        Assert.Contains("ISaliencyScorer.NeedsActivations", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_are_gone_after_a_step_even_one_that_fails()
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Scorer = new Counting() });
        session.Backward(model.X, model.Y);
        using (var broken =
            full([6, 2, 8, 8], float.NaN)) Assert.Throws<TrainingDivergedException>(() => session.Backward(broken, model.Y));
        session.ScoreOriginal(model.X, model.Y);
        var before = LiveTensors.Count;
        session.Evaluate(session.Student, [(model.X, model.Y)]);
        model.Model.call(model.X).Dispose();
        Assert.Equal(before, LiveTensors.Count);
    }

    private static ISaliencyScorer Scorer(string name) => name == "mean" ? Saliency.MeanActivation() : Saliency.Apoz();

    private sealed class Forgetful : ISaliencyScorer
    {
        public Tensor Score(FilterGroup group, LevelStep step) => step.Activations(group).Select(a => a.Values.mean([1L])).First();
    }

    /// <summary>Requires as many inputs as there are samples, times what a filter owns: a hook that was left would add more.</summary>
    private sealed class Counting : ISaliencyScorer
    {
        public bool NeedsActivations => true;

        public Tensor Score(FilterGroup group, LevelStep step)
        {
            foreach (var view in step.Activations(group))
            {
                var map = view.Values.shape[1];
                Assert.Contains(map, new long[] { 6 * 64, 6 * 16, 6 * 4, 6 });
            }
            return ones(step.Scored.KeptFilters(group).Length);
        }
    }
}
