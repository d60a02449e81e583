using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The forward and backward passes of a session's step, and what each of them scores.</summary>
internal sealed class SessionPasses(PruningSession session, LevelObjective objective)
{
    public LevelObjective Objective => objective;

    private SessionOptions Options => session.Options;

    private IReadOnlyList<Level> Levels => session.Levels;

    public void ScoreOriginal(Tensor x, Tensor y) => NativeMessage.Within(() => Failure(x, y), () =>
    {
        using var scope = NewDisposeScope();
        var (input, target) = OnDevice(x, y);
        ScoreOriginal(input, target, Levels.Select(l => l.Scores).ToArray());
        return true;
    });

    public IReadOnlyList<LevelLoss> Backward(Tensor x, Tensor y, bool score, bool measureAgreement, Tensor? originalOutput) =>
        NativeMessage.Within(() => Failure(x, y), () => BackwardAll(x, y, score, measureAgreement, originalOutput));

    private LevelLoss[] BackwardAll(Tensor x, Tensor y, bool score, bool measureAgreement, Tensor? originalOutput)
    {
        using var scope = NewDisposeScope();
        using var agreement = measureAgreement ? new AgreementMeter() : null;
        var (input, target) = OnDevice(x, y);
        if (originalOutput is not null) RequireAnswers(originalOutput, x);
        var takingPart = Options.Sampling.At(session.Steps++, Levels.Count).OrderDescending().ToArray();
        var teachers = Options.Distillation.Weight > 0
            ? new StepTeachers(session, Options.Distillation.Teacher, input, originalOutput?.detach().to(session.Device))
            : null;
        var taughtByOriginal = score && Options.Scorer.Source == GradientSource.Teacher ? Boards(takingPart[0], Levels.Count - 1) : [];
        if (taughtByOriginal.Length > 0) ScoreOriginal(input, target, taughtByOriginal);
        using var shared = Options.Gradients
            == LevelGradients.SmallestLevel ? new SharedGradients(session.Working, Levels[0].Values.SharedParameters) : null;
        var losses = new LevelLoss[takingPart.Length];
        for (var i = 0; i < takingPart.Length; i++)
        {
            var scored = score ? ScoredBy(takingPart[i], i + 1 < takingPart.Length ? takingPart[i + 1] : 0) : [];
            shared?.Clear(Levels[takingPart[i]]);
            (var output, losses[^(i + 1)]) = BackwardLevel(takingPart[i], input, target, teachers?.Of(takingPart[i]), scored, agreement);
            teachers?.Trained(takingPart[i], output);
        }
        return losses;
    }

    private (LevelOutput Output, LevelLoss Loss) BackwardLevel(
        int index, Tensor x, Tensor y, LevelOutput? teacher, ScoreBoard[] boards, AgreementMeter? agreement)
    {
        var level = Levels[index];
        session.Meter.ForwardAndBackward(level.MultiplyAdds, x.shape[0]);
        // Before what the computation hooks: activations are looked at as they come.
        using var inputs = ConsumerInputs.Watch(Options.Scorer, session.Graph, boards.Length > 0);
        return session.Working.Train(level.Weights, () =>
        {
            using var scope = NewDisposeScope();
            var (output, loss) = objective.Backward(level.Weights, x, y, teacher, level.Name, level.Plan.Weight);
            // Masked execution has gradients for every filter's gate; slim execution for those that are on.
            var scored = Options.Execution == LevelExecution.Masked ? FilterMask.Full(session.Graph) : level.Mask;
            FilterScoring.Score(
                Options.Scorer, new LevelTensors(session.Working, level.Weights, scored, level.Mask, inputs), boards, loss, session.Steps);
            if (agreement is not null)
            {
                loss = loss with { Agreement = agreement.Next(new LevelTensors(session.Working, level.Weights, level.Mask)) };
            }
            return (output.MoveToOuterDisposeScope(), loss);
        });
    }

    /// <summary>
    /// The score boards that a level's pass is for: its own or, with a cascaded rule, those of the smaller levels down to
    /// <paramref name="next"/>, the next that takes part in the step.
    /// </summary>
    private ScoreBoard[] ScoredBy(int index, int next) => Options.Scorer.Source switch
    {
        GradientSource.OwnLevel => Boards(index, index),
        GradientSource.EveryLevel => Boards(0, Levels.Count - 1),
        _ => Boards(next, index - 1),
    };

    private ScoreBoard[] Boards(int first, int last) =>
        Levels.Where((level, i) => i >= first && i <= last && level.Plan.Ratio > 0).Select(level => level.Scores).ToArray();

    private void ScoreOriginal(Tensor x, Tensor y, ScoreBoard[] boards)
    {
        using var inputs = ConsumerInputs.Watch(Options.Scorer, session.Graph, boards.Length > 0);
        session.Working.Differentiate(session.Original.Weights, () =>
        {
            using var scope = NewDisposeScope();
            session.Meter.ForwardAndBackward(session.Original.MultiplyAdds, x.shape[0]);
            var output = session.Working.Call(x);
            var task = objective.TaskLossWithGradient(output, y);
            var loss = new LevelLoss(session.Original.Name, task.ToDouble(), 0, task.ToDouble());
            TrainingDivergedException.RequireFinite(loss);
            task.backward();
            TrainingDivergedException.RequireFiniteGradients(session.Working, loss);
            FilterScoring.Score(
                Options.Scorer, new LevelTensors(session.Working, session.Original.Weights, session.Original.Mask, inputs: inputs),
                boards, loss, session.Steps);
        });
    }

    private void RequireAnswers(Tensor originalOutput, Tensor x)
    {
        if (objective.LooksInside)
        {
            throw new ArgumentException(
                "The distillation loss compares features, which originalOutput does not say: leave it out, so that the original is asked.",
                nameof(originalOutput));
        }
        if (originalOutput.dim() == 0 || originalOutput.shape[0] != x.shape[0])
        {
            throw new ArgumentException(
                $"originalOutput is [{string.Join(", ", originalOutput.shape)}]; it must have the " +
                $"{x.shape[0]} samples of x along its first axis.",
                nameof(originalOutput));
        }
    }

    private static string Failure(Tensor x, Tensor y) =>
        $"A step on inputs [{string.Join(", ", x.shape)}] ({x.dtype}) and targets " +
        $"[{string.Join(", ", y.shape)}] ({y.dtype}) cannot be computed";

    private (Tensor X, Tensor Y) OnDevice(Tensor x, Tensor y) =>
        (Alive(x, nameof(x)).to(session.Device), Alive(y, nameof(y)).to(session.Device));

    private static Tensor Alive(Tensor tensor, string argument) =>
        tensor.IsInvalid ? throw new ArgumentException($"{argument} has a disposed tensor.", argument) : tensor;
}
