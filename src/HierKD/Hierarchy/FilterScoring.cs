using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Runs a scorer over the groups of a step and adds its numbers to score boards.</summary>
internal static class FilterScoring
{
    public static void Score(
        ISaliencyScorer scorer, LevelTensors tensors, IReadOnlyCollection<ScoreBoard> boards, LevelLoss loss, long stepNumber, Ranks ranks)
    {
        if (boards.Count == 0) return;
        using var all = NewDisposeScope();
        using var quiet = no_grad();
        List<Tensor> scored = [];
        var step = new LevelStep(tensors);
        foreach (var group in tensors.Mask.Graph.Groups)
        {
            using var scope = NewDisposeScope();
            var filters = tensors.Mask.KeptFilters(group);
            var numbers = scorer.Score(group, step);
            Require(scorer, group, filters.Length, numbers);
            if (!numbers.isfinite().all().ToBoolean()) throw NotFinite(scorer, group, tensors, loss);
            if (ranks.AreMany) scored.Add(numbers.detach().to(float32, copy: true).MoveToOuterDisposeScope());
            else Add(group, filters, numbers);
        }
        if (!ranks.AreMany) return;
        // A scorer may look at activations, which each process has of its own samples.
        ranks.Average(scored, "the scores of a step");
        foreach (var group in tensors.Mask.Graph.Groups) Add(group, tensors.Mask.KeptFilters(group), scored[group.Index]);

        void Add(FilterGroup group, int[] filters, Tensor numbers)
        {
            foreach (var board in boards) board.Add(group, filters, numbers, scorer.Accumulation, stepNumber);
        }
    }

    private static void Require(ISaliencyScorer scorer, FilterGroup group, int filters, Tensor? numbers)
    {
        var who = $"The scorer {scorer.GetType().Name}";
        if (numbers is null)
        {
            throw new InvalidOperationException($"{who} returned null for group '{group.Name}'; it must return [{filters}].");
        }
        if (numbers.dim() != 1 || numbers.shape[0] != filters)
        {
            throw new InvalidOperationException(
                $"{who} returned [{string.Join(", ", numbers.shape)}] for group '{group.Name}'; it must return [{filters}], a number for " +
                "each filter that is scored.");
        }
    }

    private static InvalidOperationException NotFinite(ISaliencyScorer scorer, FilterGroup group, LevelTensors tensors, LevelLoss loss) =>
        tensors.AreFinite(group)
        ? new InvalidOperationException(
            $"The scorer {scorer.GetType().Name} returned a number that is not finite for group '{group.Name}'.")
        : new TrainingDivergedException(loss, $"weights and gradients of group '{group.Name}' are too large or not finite");
}
