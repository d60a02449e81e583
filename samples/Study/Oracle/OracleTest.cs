using HierKD;
using HierKD.Samples;
using Study.Cells;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Oracle;

/// <summary>
/// What criteria say of filters against what happens: after a joint phase every filter of a level is switched off by itself, and the growth
/// of the training loss is compared, layer by layer, with the criteria's order of the filters. Written on <see cref="PruningSession"/>, as
/// a loop of a user's own is.
/// </summary>
internal sealed class OracleTest(StudySettings settings, Device device)
{
    private const int JointEpochs = 6;
    private const int NotedBatches = 20;
    private const int LossBatches = 30;
    private const int FewestFilters = 4;

    public IReadOnlyList<OracleResult> Run(StudyTask task, int seed)
    {
        using var data = task.Load(settings, device);
        using var model = new OriginalStore(settings).Get(task, data, seed, device);
        var recorder = new CriteriaRecorder(Criterion.All);
        var masks = new GivenMasks(Pruner.GlobalThreshold());
        using var session = HierarchicalPruner.Start(model, data.Example, new()
        {
            Chain = TeacherChain.Explicit(0.75, 0.5, 0),
            Scorer = recorder,
            Pruner = masks,
            Discovery = task.Discovery,
            Task = new PruningTask(
                (output, y) => nn.functional.cross_entropy(output, y), (output, y) => nn.functional.cross_entropy(output, y).ToDouble(),
                "loss", higherIsBetter: false),
        });
        Train(session, data.Train(seed));

        recorder.IsOn = true;
        foreach (var (x, y) in data.Train(seed).Epoch(JointEpochs + 1).Take(NotedBatches))
        {
            session.ZeroGrad();
            session.Backward(x, y);
        }
        recorder.IsOn = false;
        return session.Levels
            .SkipLast(1)
            .SelectMany((level, i) => Compare(session, level, session.Levels[i + 1], recorder, masks, data, seed, task))
            .ToArray();
    }

    private static void Train(PruningSession session, IEpochBatches batches)
    {
        foreach (var (x, y) in batches.Epoch(0).Take(20)) session.ScoreOriginal(x, y);
        using var optimizer = optim.SGD(session.Parameters(), 0.02, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        var shrinking = RatioSchedule.Cubic();
        var rates = LearningRateSchedule.Of(at => 0.1 + 0.45 * (1 + Math.Cos(Math.PI * at.Progress))).Start(optimizer, JointEpochs);
        var steps = new Counted(batches).Count * JointEpochs;
        var step = 0;
        for (var epoch = 1; epoch <= JointEpochs; epoch++)
        {
            foreach (var (x, y) in batches.Epoch(epoch))
            {
                var progress = (double)step++ / steps;
                if (step % 10 == 1 && progress < 0.75) session.UpdateMasks(shrinking.At(1, progress));
                rates.MoveTo(progress * JointEpochs);
                session.ZeroGrad();
                session.Backward(x, y);
                optimizer.step();
            }
        }
    }

    private static IEnumerable<OracleResult> Compare(
        PruningSession session, Level level, Level teacher, CriteriaRecorder recorder, GivenMasks masks, StudyData data, int seed,
        StudyTask task)
    {
        var (mask, above) = (level.Mask, teacher.Mask);
        foreach (var other in session.Levels.SkipLast(1)) masks.Masks[other.Plan.Ratio] = other.Mask;
        var damage = session.Graph.Groups
            .Select(group => mask.KeptFilters(group).Length < FewestFilters ? null : Damage(session, level, group, masks, data, seed))
            .ToArray();
        foreach (var criterion in Criterion.All)
        {
            // The largest level has no scores of its own, so its pass is not noted.
            if (criterion.OfTeacher && above.Kept == session.Graph.Filters) continue;
            var correlations = session.Graph.Groups
                .Select(g => (Damage: damage[g.Index], Said: criterion.OfTeacher
                    ? Restricted(recorder.Of(above, criterion, g), above, mask, g)
                    : recorder.Of(mask, criterion, g)))
                .Where(layer => layer.Damage is not null && layer.Said is not null)
                .Select(layer => RankCorrelation.Of(layer.Said!, layer.Damage!)).ToArray();
            yield return new OracleResult(
                task.Name, seed, level.Name, level.Plan.Keep, criterion.Name, correlations.Average(), correlations.Length,
                damage.Sum(d => d?.Length ?? 0));
        }
    }

    /// <summary>How much the training loss grows when each filter of a group is off.</summary>
    private static double[] Damage(PruningSession session, Level level, FilterGroup group, GivenMasks masks, StudyData data, int seed)
    {
        var mask = level.Mask;
        var before = masks.Masks.ToArray();
        var whole = Loss(session, level, data, seed);
        var damage = mask.KeptFilters(group).Select(filter =>
        {
            var without = FilterMask.Of(
                session.Graph, session.Graph.Groups.Select(g => mask[g].Select((on, f) => on && (g != group || f != filter))));
            // Masks are nested: whatever is smaller makes do with the same.
            foreach (var other in session.Levels.TakeWhile(l => l != level).Append(level)) masks.Masks[other.Plan.Ratio] = without;
            session.UpdateMasks();
            return Loss(session, level, data, seed) - whole;
        }).ToArray();
        foreach (var (ratio, given) in before) masks.Masks[ratio] = given;
        session.UpdateMasks();
        return damage;
    }

    private static double Loss(PruningSession session, Level level, StudyData data, int seed) =>
        session.Evaluate(level, data.Train(seed).Epoch(0).Take(LossBatches));

    private static double[]? Restricted(double[]? numbers, FilterMask above, FilterMask mask, FilterGroup group) => numbers is null
        ? null
        : above.KeptFilters(group).Zip(numbers).Where(n => mask[group][n.First]).Select(n => n.Second).ToArray();
}
