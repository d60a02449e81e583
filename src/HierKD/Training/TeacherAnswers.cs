using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What frozen teachers answer to training samples that never change: each is asked once for all of them, in one fixed order, so that a continued run remembers the same to the last bit.</summary>
internal sealed class TeacherAnswers : IDisposable
{
    private readonly PruningSession _session;
    private readonly PruningData _data;
    private readonly long _limit;
    private readonly long _bytes;
    private readonly Dictionary<IModelWeights, Tensor> _answers = new(ReferenceEqualityComparer.Instance);

    /// <param name="session">Whose teachers.</param>
    /// <param name="data">The samples.</param>
    /// <param name="exampleInput">An input of the model.</param>
    /// <param name="limit">How many bytes all answers may take together.</param>
    public TeacherAnswers(PruningSession session, PruningData data, Tensor exampleInput, long limit)
    {
        (_session, _data, _limit) = (session, data, limit);
        if (limit == 0 || data.NumberedSamples is not { } samples || session.Objective.LooksInside) return;
        using var scope = NewDisposeScope();
        var one = session.Objective.Teach(session.Working.Own, exampleInput.narrow(0, 0, 1)).Output;
        _bytes = samples * one.numel() * one.element_size();
    }

    /// <summary>What an epoch's answers cost in multiply-adds for each sample, and what has to be spent for each once before.</summary>
    public (long Each, long Once) Cost(IEnumerable<Teacher> teachers)
    {
        var (each, once, held) = (0L, 0L, _answers.Count);
        foreach (var teacher in teachers)
        {
            if (_answers.ContainsKey(teacher.Weights)) continue;
            var cost = _session.Graph.Cost.MultiplyAdds(teacher.Mask);
            if (HasRoom(held))
            {
                if (!_session.Meter.Asked.Contains(teacher.Name)) once += cost;
                held++;
            }
            else
            {
                each += cost;
            }
        }
        return (each, once);
    }

    /// <summary>Asks those whom there is room for and who have not been asked yet. Reads the data through: not to be called while an epoch is read.</summary>
    public void Prepare(IEnumerable<Teacher> teachers, CancellationToken cancellation)
    {
        foreach (var teacher in teachers)
        {
            if (!_answers.ContainsKey(teacher.Weights) && HasRoom(_answers.Count)) _answers.Add(teacher.Weights, Ask(teacher, cancellation));
        }
    }

    /// <summary>What a teacher answered to the samples of a batch; <see langword="null"/> if it has to be asked. The caller's scope owns it.</summary>
    public Tensor? Of(IModelWeights teacher, TrainingBatch batch)
    {
        if (batch.Samples is not { } samples || !_answers.TryGetValue(teacher, out var answers)) return null;
        return answers.index_select(0, Places(samples, answers));
    }

    public void Dispose()
    {
        foreach (var answers in _answers.Values) answers.Dispose();
        _answers.Clear();
    }

    private bool HasRoom(int held) => _bytes > 0 && (held + 1) * _bytes <= _limit;

    private Tensor Ask(Teacher teacher, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var samples = _data.NumberedSamples!.Value;
        var cost = _session.Graph.Cost.MultiplyAdds(teacher.Mask);
        var answered = new bool[samples];
        // Whoever was asked before an interruption has been counted.
        var counts = _session.Meter.Asked.Add(teacher.Name);
        Tensor? answers = null;
        foreach (var batch in _data.ReadTrain(epoch: 0))
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var x = batch.X.to(_session.Device);
            RequireNumbers(batch, samples, answered);
            if (counts) _session.Meter.Forward(cost, x.shape[0]);
            var output = _session.Objective.Teach(teacher.Weights, x).Output;
            answers ??= zeros([samples, .. output.shape[1..]], dtype: output.dtype, device: output.device).MoveToOuterDisposeScope();
            answers.index_copy_(0, Places(batch.Samples!, answers), output);
        }
        if (Array.IndexOf(answered, false) is >= 0 and var missing) throw Bad($"gives no sample {missing}; every sample of its {samples} has to come once in an epoch.");
        return answers!.DetachFromDisposeScope();
    }

    private static void RequireNumbers(TrainingBatch batch, int samples, bool[] answered)
    {
        var numbers = batch.Samples ?? throw Bad("gives a batch without numbers.");
        if (numbers.Count != batch.X.shape[0]) throw Bad($"gives {numbers.Count} numbers with a batch of {batch.X.shape[0]} samples.");
        foreach (var number in numbers)
        {
            if (number < 0 || number >= samples) throw Bad($"gives a sample the number {number}; numbers are at least 0 and below Samples, which is {samples}.");
            if (answered[number]) throw Bad($"gives sample {number} twice in an epoch.");
            answered[number] = true;
        }
    }

    private static Tensor Places(IReadOnlyList<long> samples, Tensor answers) => tensor(samples as long[] ?? [.. samples], device: answers.device);

    private static ArgumentException Bad(string what, string argument = "data") => new($"data.Train, an ISampleBatches, {what}", argument);
}
