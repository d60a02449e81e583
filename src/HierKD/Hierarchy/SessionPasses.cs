using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The forward and backward passes of a session's step, and what each of them scores.</summary>
internal sealed class SessionPasses(PruningSession session, LevelObjective objective)
{
    public LevelObjective Objective => objective;

    private SessionOptions Options => session.Options;

    private IReadOnlyList<Level> Levels => session.Levels;

    public void ScoreOriginal(PruningBatch batch) => NativeMessage.Within(() => Failure(batch), () =>
    {
        using var scope = NewDisposeScope();
        var given = OnDevice(batch);
        session.Computing.Settle(given.Inputs);
        ScoreOriginal(given, Levels.Select(l => l.Scores).ToArray());
        return true;
    });

    public IReadOnlyList<LevelLoss> Backward(
        PruningBatch batch, bool score, bool measureAgreement, IReadOnlyList<Tensor>? originalOutputs,
        string argument = "originalOutputs") =>
        NativeMessage.Within(() => Failure(batch), () => BackwardAll(batch, score, measureAgreement, originalOutputs, argument));

    private LevelLoss[] BackwardAll(
        PruningBatch batch, bool score, bool measureAgreement, IReadOnlyList<Tensor>? originalOutputs, string argument)
    {
        using var scope = NewDisposeScope();
        using var agreement = measureAgreement ? new AgreementMeter() : null;
        var given = OnDevice(batch);
        if (originalOutputs is not null) RequireAnswers(originalOutputs, given, argument);
        session.Computing.Settle(given.Inputs);
        var takingPart = Options.Sampling.At(session.Steps++, Levels.Count).OrderDescending().ToArray();
        var teachers = Options.Distillation.Weight > 0
            ? new StepTeachers(
                session, Options.Distillation.Teacher, given, originalOutputs?.Select(o => o.detach().to(session.Device)).ToArray())
            : null;
        var taughtByOriginal = score && Options.Scorer.Source == GradientSource.Teacher ? Boards(takingPart[0], Levels.Count - 1) : [];
        if (taughtByOriginal.Length > 0) ScoreOriginal(given, taughtByOriginal);
        using var shared = Options.Gradients
            == LevelGradients.SmallestLevel ? new SharedGradients(session.Working, Levels[0].Values.SharedParameters) : null;
        var losses = new LevelLoss[takingPart.Length];
        for (var i = 0; i < takingPart.Length; i++)
        {
            var scored = score ? ScoredBy(takingPart[i], i + 1 < takingPart.Length ? takingPart[i + 1] : 0) : [];
            shared?.Clear(Levels[takingPart[i]]);
            (var output, losses[^(i + 1)]) = BackwardLevel(takingPart[i], given, teachers?.Of(takingPart[i]), scored, agreement);
            teachers?.Trained(takingPart[i], output);
            if (Options.GiveBackMemory) FreedMemory.GiveBack();
        }
        return losses;
    }

    private (LevelOutput Output, LevelLoss Loss) BackwardLevel(
        int index, PruningBatch batch, LevelOutput? teacher, ScoreBoard[] boards, AgreementMeter? agreement)
    {
        var level = Levels[index];
        session.Meter.ForwardAndBackward(level.MultiplyAdds, batch.Size);
        // Before what the computation hooks: activations are looked at as they come.
        using var inputs = ConsumerInputs.Watch(Options.Scorer, session.Graph, boards.Length > 0);
        return session.Working.Train(level.Weights, () =>
        {
            using var scope = NewDisposeScope();
            var (output, loss) = objective.Backward(level.Weights, batch, teacher, level.Name, level.Plan.Weight);
            // Masked execution has gradients for every filter's gate; slim execution for those that are on.
            var scored = Options.Execution == LevelExecution.Masked ? FilterMask.Full(session.Graph) : level.Mask;
            session.Working.Profile.In(StepPart.Scores, () => FilterScoring.Score(
                Options.Scorer, new LevelTensors(session.Working, level.Weights, scored, level.Mask, inputs), boards, loss, session.Steps));
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

    private void ScoreOriginal(PruningBatch batch, ScoreBoard[] boards)
    {
        using var inputs = ConsumerInputs.Watch(Options.Scorer, session.Graph, boards.Length > 0);
        session.Working.Differentiate(session.Original.Weights, () =>
        {
            using var scope = NewDisposeScope();
            session.Meter.ForwardAndBackward(session.Original.MultiplyAdds, batch.Size);
            var task = objective.TaskLossWithGradient(session.Working.Call(batch.Inputs), batch);
            var loss = new LevelLoss(session.Original.Name, task.ToDouble(), 0, task.ToDouble());
            TrainingDivergedException.RequireFinite(loss);
            task.backward();
            TrainingDivergedException.RequireFiniteGradients(session.Working, loss);
            FilterScoring.Score(
                Options.Scorer, new LevelTensors(session.Working, session.Original.Weights, session.Original.Mask, inputs: inputs),
                boards, loss, session.Steps);
        });
    }

    private void RequireAnswers(IReadOnlyList<Tensor> originalOutputs, PruningBatch batch, string argument)
    {
        if (objective.LooksInside)
        {
            throw new ArgumentException(
                $"The distillation loss compares features, which {argument} does not say: leave it out, so that the original is asked.",
                argument);
        }
        if (originalOutputs.Count < objective.Distilled || originalOutputs.Any(o => o is null || !ModelInputs.IsOfSamples(o, batch.Size)))
        {
            throw new ArgumentException(
                $"{argument} is {string.Join(", ", originalOutputs.Select(o => o is null ? "null" : ModelInputs.Shape(o)))}; it must " +
                $"have the {batch.Size} samples of the batch along its first axis, for each of the model's {objective.Distilled} outputs.",
                argument);
        }
    }

    private static string Failure(PruningBatch batch) => $"A step on {batch} cannot be computed";

    private PruningBatch OnDevice(PruningBatch batch, string argument = "batch")
    {
        foreach (var (tensor, name) in batch.Inputs.Select(t => (t, "inputs")).Concat(batch.Targets.Select(t => (t, "targets"))))
        {
            if (tensor is null || tensor.IsInvalid)
            {
                throw new ArgumentException($"The {name} have a tensor that is {(tensor is null ? "null" : "disposed")}.", argument);
            }
        }
        return batch.To(session.Device);
    }
}
