using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What frozen teachers answer to training samples that never change: each is asked once for all of them, in one fixed order, so that a
/// continued run remembers the same to the last bit.
/// </summary>
internal sealed class TeacherAnswers : IDisposable
{
    private readonly PruningSession _session;
    private readonly PruningData _data;
    private readonly long _limit;
    private readonly Dictionary<object, Tensor[]> _answers = new(ReferenceEqualityComparer.Instance);
    private readonly long _bytes;

    /// <param name="session">Whose teachers.</param>
    /// <param name="data">The samples.</param>
    /// <param name="limit">How many bytes all answers may take together.</param>
    public TeacherAnswers(PruningSession session, PruningData data, long limit)
    {
        (_session, _data, _limit) = (session, data, limit);
        if (limit > 0 && data.NumberedSamples is { } samples && !session.Objective.LooksInside) _bytes = samples * BytesOfAnAnswer();
    }

    private Ranks Ranks => _session.Options.Ranks;

    /// <summary>Who has been asked in this run, before an interruption too: what there is room for does not depend on that.</summary>
    private HashSet<string> Asked => _session.Meter.Asked;

    /// <summary>What an epoch's answers cost in multiply-adds for each sample, and what has to be spent for each once before.</summary>
    public (long Each, long Once) Cost(IEnumerable<Teacher> teachers)
    {
        var (each, once, held) = (0L, 0L, Asked.Count);
        foreach (var teacher in teachers)
        {
            var cost = teacher.MultiplyAdds;
            if (!_session.Meter.AnswersVary && Asked.Contains(teacher.AskedAs)) continue;
            if (teacher.IsRepeatable && HasRoomBeside(held))
            {
                once += cost;
                held++;
            }
            else
            {
                each += cost;
            }
        }
        return (each, once);
    }

    /// <summary>
    /// Asks those whom there is room for and who have not been asked yet. Reads the data through: not to be called while an epoch is read.
    /// </summary>
    public void Prepare(IEnumerable<Teacher> teachers, CancellationToken cancellation)
    {
        foreach (var teacher in teachers)
        {
            if (_session.Meter.AnswersVary) return;
            if (!teacher.IsRepeatable || _answers.ContainsKey(teacher.Key)) continue;
            if (!Asked.Contains(teacher.AskedAs) && !HasRoomBeside(Asked.Count)) continue;
            if (Ask(teacher, cancellation) is { } answers) _answers.Add(teacher.Key, answers);
        }
    }

    /// <summary>
    /// What a teacher answered to the samples of a batch; <see langword="null"/> if it has to be asked. The caller's scope owns it.
    /// </summary>
    public Tensor[]? Of(Teacher teacher, PruningBatch batch)
    {
        if (batch.Samples is not { } samples || !_answers.TryGetValue(teacher.Key, out var answers)) return null;
        return [.. answers.Select(of => of.index_select(0, Places(samples, of)))];
    }

    public void Dispose()
    {
        foreach (var answers in _answers.Values) Release(answers);
        _answers.Clear();
    }

    private bool HasRoomBeside(int held) => _bytes > 0 && !_session.Meter.AnswersVary && (held + 1) * _bytes <= _limit;

    /// <summary>As the first batch has it; 0 where an output does not have its samples along the first axis.</summary>
    private long BytesOfAnAnswer()
    {
        // Not inside a scope of our own: what the source makes and keeps is its affair.
        foreach (var batch in _data.ReadTrain(epoch: 0))
        {
            using var scope = NewDisposeScope();
            var outputs = _session.Objective.Teach(_session.Original.Weights, batch.Batch.To(_session.Device).Inputs).Outputs;
            return AreOfSamples(outputs, batch) ? outputs.Sum(o => o.numel() / o.shape[0] * o.element_size()) : 0;
        }
        return 0;
    }

    /// <summary>The answers to all samples; <see langword="null"/> if they do not have one shape.</summary>
    private Tensor[]? Ask(Teacher teacher, CancellationToken cancellation)
    {
        using var quiet = no_grad();
        var samples = _data.NumberedSamples!.Value;
        var answered = new bool[samples];
        // Whoever was asked before an interruption has been counted.
        var counts = Asked.Add(teacher.AskedAs);
        Tensor[]? answers = null;
        try
        {
            var vary = false;
            foreach (var batch in _data.ReadSamples())
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                RequireNumbers(batch, samples, answered);
                if (counts) _session.Meter.Forward(teacher.MultiplyAdds, batch.Size);
                var outputs = teacher.Teach(batch.Batch.To(_session.Device)).Outputs;
                vary = !AreOfSamples(outputs, batch) || answers is not null && !HaveShapeOf(outputs, answers);
                if (vary) break;
                answers ??= [.. outputs.Select(o => Room(o, samples))];
                foreach (var (all, some) in answers.Zip(outputs)) all.index_copy_(0, Places(batch.Batch.Samples!, all), some);
            }
            if (Ranks.Largest([vary ? 1 : 0], "whether a teacher's answers vary")[0] > 0)
            {
                _session.Meter.AnswersVary = true;
                Release(answers ?? []);
                return null;
            }
            if (Ranks.AreMany) answers = Shared(answers, answered);
            if (Array.IndexOf(answered, false) is >= 0 and var missing)
            {
                throw Bad($"gives no sample {missing}; every sample of its {samples} has to come once in an epoch.");
            }
            return answers;
        }
        catch
        {
            Release(answers ?? []);
            throw;
        }
    }

    /// <summary>Every process has asked about its own samples; what it has not asked about is 0.</summary>
    private Tensor[] Shared(Tensor[]? answers, bool[] answered)
    {
        if (answers is null) throw Bad("gives a process no samples: there are fewer batches than processes. Set TeacherCacheBytes to 0.");
        Ranks.Sum(answers, "a teacher's answers");
        var times = Ranks.Sum([.. answered.Select(a => a ? 1.0 : 0)], "the samples that a teacher was asked about");
        if (Array.FindIndex(times, t => t > 1) is >= 0 and var twice)
        {
            throw Bad($"gives sample {twice} to several processes; each has to be given other samples.");
        }
        for (var i = 0; i < answered.Length; i++) answered[i] = times[i] > 0;
        return answers;
    }

    private static bool AreOfSamples(IReadOnlyList<Tensor> outputs, TrainingBatch batch) =>
        outputs.All(o => ModelInputs.IsOfSamples(o, batch.Size));

    private static bool HaveShapeOf(IReadOnlyList<Tensor> outputs, Tensor[] answers) =>
        outputs.Count == answers.Length && outputs.Zip(answers).All(p => p.First.shape[1..].SequenceEqual(p.Second.shape[1..]));

    private static Tensor Room(Tensor output, int samples) =>
        zeros([samples, .. output.shape[1..]], dtype: output.dtype, device: output.device).DetachFromDisposeScope();

    private static void Release(Tensor[] answers)
    {
        foreach (var tensor in answers) tensor.Dispose();
    }

    private static void RequireNumbers(TrainingBatch batch, int samples, bool[] answered)
    {
        var numbers = batch.Batch.Samples ?? throw Bad("gives a batch without numbers.");
        if (numbers.Count != batch.Size) throw Bad($"gives {numbers.Count} numbers with a batch of {batch.Size} samples.");
        foreach (var number in numbers)
        {
            if (number < 0 || number >= samples)
            {
                throw Bad($"gives a sample the number {number}; numbers are at least 0 and below Samples, which is {samples}.");
            }
            if (answered[number]) throw Bad($"gives sample {number} twice in an epoch.");
            answered[number] = true;
        }
    }

    private static Tensor Places(IReadOnlyList<long> samples, Tensor answers) =>
        tensor(samples as long[] ?? [.. samples], device: answers.device);

    private static ArgumentException Bad(string what, string argument = "data") => new($"data.Train, an ISampleBatches, {what}", argument);
}
