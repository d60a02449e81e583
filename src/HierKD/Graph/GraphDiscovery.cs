using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The way to a graph: on smaller maps where the model takes the same path there, the removal tried once more on the example's own; else,
/// and if that fails, on the example as it is.
/// </summary>
internal static class GraphDiscovery
{
    /// <param name="model">The model.</param>
    /// <param name="call">Calls it.</param>
    /// <param name="example">Its example inputs.</param>
    /// <param name="argument">The argument that they came with.</param>
    /// <param name="options">What may be removed.</param>
    /// <param name="watch">Hears of each forward pass.</param>
    public static FilterGraph Run(
        nn.Module model, ModelCall call, IReadOnlyList<Tensor> example, string argument, DiscoveryOptions options, DiscoveryWatch watch)
    {
        // A forward may draw random numbers, which are the caller's.
        using var random = new RandomState();
        options.Validate();
        return NativeMessage.Within(
            () =>
                $"The forward of {model.GetType().Name} runs on the example, but not while it is looked at, with values that are not " +
                "numbers or are drawn",
            () => Discover(model, call, example, argument, options, watch));
    }

    private static FilterGraph Discover(
        nn.Module model, ModelCall call, IReadOnlyList<Tensor> example, string argument, DiscoveryOptions options, DiscoveryWatch watch)
    {
        var forward = ModelForward.Of(call, example, watch);
        // Before the flags of the user's modules are put aside.
        var inTraining = new TrainingModeForward(model, forward);
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        var watched = WatchedModel.Of(model);
        var excluded = ExcludedParts.Of(watched, options);
        watch.Pass();
        ExampleCheck.Require(model, call, example, argument);
        var discovery = new SizedDiscovery(watched, excluded, options, watch);
        return OnSmallerMaps(discovery, call, example, forward, inTraining, watch) ?? discovery.Run(forward, inTraining).Graph;
    }

    /// <summary>The graph that was found with smaller inputs; <see langword="null"/> if they tell nothing of the example.</summary>
    private static FilterGraph? OnSmallerMaps(
        SizedDiscovery discovery, ModelCall call, IReadOnlyList<Tensor> example, ModelForward forward, TrainingModeForward inTraining,
        DiscoveryWatch watch)
    {
        if (!discovery.Options.SearchOnSmallMaps || !forward.HasSamples) return null;
        try
        {
            var whole = CallShapes.Of(discovery.Model, () => forward.RunSamples(first: true, other: false));
            SizedGraph found;
            using (var small = SmallExample.Find(discovery.Model, call, example, whole, watch))
            {
                if (small is null) return null;
                found = discovery.Run(small.Forward, inTraining.On(small.Forward));
            }
            return found.IsBatched && discovery.Passes(found, whole, forward, inTraining) ? discovery.OfSize(found.Graph, whole) : null;
        }
        catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
        {
            // What is wrong with the model shows again on the example, and is told in its terms.
            return null;
        }
    }
}
