using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a <see cref="PruningSession"/> does with batches, for those of one input and one target.</summary>
public static class PruningSessionPairs
{
    /// <summary>Scores every filter from the original's own gradients: <see cref="PruningSession.ScoreOriginal"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="x">The inputs, <c>[N, …]</c>; moved to the model's device if need be, not disposed.</param>
    /// <param name="y">The targets; the same.</param>
    /// <exception cref="ArgumentException">The batch does not fit the task.</exception>
    /// <exception cref="InvalidOperationException">libtorch refuses what the model computes with the batch, or the loss has no
    /// gradient.</exception>
    public static void ScoreOriginal(this PruningSession session, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.RequireAlive();
        session.ScoreOriginal(Pair(x, y));
    }

    /// <summary>Every level forward and backward: <see cref="PruningSession.Backward"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="x">The inputs, <c>[N, …]</c>; moved to the model's device if need be, not disposed.</param>
    /// <param name="y">The targets; the same.</param>
    /// <param name="score">Whether filters are scored in this step. Default <see langword="true"/>.</param>
    /// <param name="measureAgreement">Whether to compare each level's gate gradients with its teacher's, for
    /// <see cref="LevelLoss.Agreement"/>; costs little. Default <see langword="false"/>.</param>
    /// <param name="originalOutput">
    /// What the original model gave on these inputs in evaluation mode, <c>[N, …]</c>, if it is known: then it is not asked. For inputs
    /// that come again unchanged; not disposed. Default <see langword="null"/>.
    /// </param>
    /// <returns>
    /// The losses of each level that <see cref="SessionOptions.Sampling"/> lets take part, from the student to the largest.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="originalOutput"/> is of another number of samples, or the distillation loss
    /// compares features, which it does not say; or the batch does not fit the task.</exception>
    /// <exception cref="InvalidOperationException">libtorch refuses what the model computes with the batch, or a loss has no
    /// gradient.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a gradient or a running statistic is NaN or infinite.</exception>
    public static IReadOnlyList<LevelLoss> Backward(
        this PruningSession session, Tensor x, Tensor y, bool score = true, bool measureAgreement = false, Tensor? originalOutput = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.RequireAlive();
        ExternalAnswer.RequireOriginalOnTop(session.Options.Distillation.External, originalOutput is not null, nameof(originalOutput));
        return session.Passes.Backward(
            Pair(x, y), score, measureAgreement, originalOutput is null ? null : [originalOutput], nameof(originalOutput));
    }

    /// <summary>The metric of a level over batches, in evaluation mode: <see cref="PruningSession.Evaluate"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="level">One of <see cref="PruningSession.Levels"/>.</param>
    /// <param name="batches">The batches; not disposed.</param>
    /// <exception cref="ArgumentException">The level is of another session, or there is no batch.</exception>
    public static double Evaluate(this PruningSession session, Level level, IEnumerable<(Tensor x, Tensor y)> batches)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(batches);
        return session.Evaluate(level, new PairBatches(batches));
    }

    /// <summary>Estimates running statistics anew: <see cref="PruningSession.Recalibrate"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="level">One of <see cref="PruningSession.Levels"/>.</param>
    /// <param name="batches">Training batches, prepared as for training; targets are not looked at, nothing is disposed.</param>
    /// <exception cref="ArgumentException">The level is of another session, or there is no batch; statistics are then as they
    /// were.</exception>
    public static void Recalibrate(this PruningSession session, Level level, IEnumerable<(Tensor x, Tensor y)> batches)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(batches);
        session.Recalibrate(level, new PairBatches(batches));
    }

    private static PruningBatch Pair(Tensor x, Tensor y)
    {
        return new PruningBatch(Alive(x, nameof(x)), Alive(y, nameof(y)));

        static Tensor Alive(Tensor tensor, string argument)
        {
            ArgumentNullException.ThrowIfNull(tensor, argument);
            return tensor.IsInvalid ? throw new ArgumentException($"{argument} has a disposed tensor.", argument) : tensor;
        }
    }
}
