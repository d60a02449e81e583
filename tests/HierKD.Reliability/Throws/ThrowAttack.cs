using System.Diagnostics;
using HierKD.Reliability.Processes;
using HierKD.Tests.Run;

namespace HierKD.Reliability.Throws;

/// <summary>
/// Throws, or cancels, out of the calls of the user's own parts, each in a run of its own: the model must be as it was, or the student.
/// </summary>
internal sealed class ThrowAttack : IDisposable
{
    private readonly int _seed;
    private readonly ThrowWay _way;
    private readonly CountedRun _run;
    private readonly ModelState _student;

    /// <param name="seed">What model and data follow from.</param>
    /// <param name="way">What happens at a call.</param>
    public ThrowAttack(int seed, ThrowWay way)
    {
        (_seed, _way, _run) = (seed, way, new CountedRun(seed));
        var counter = new CallCounter(long.MaxValue, () => { });
        using var model = _run.Model();
        using var folder = WorkFolder.InMemory();
        using var listeners = new CountedListeners(counter);
        using var result = _run.Run(model, counter, Checkpoint(folder), CancellationToken.None);
        (_student, Calls) = (ModelState.Of(model), counter.Calls);
    }

    /// <summary>The calls in a run that nobody disturbs.</summary>
    public long Calls { get; }

    public ThrowCounts Counts { get; } = new();

    /// <summary>Disturbs a run at a call.</summary>
    public void Run(long call)
    {
        using var folder = WorkFolder.InMemory();
        using var source = new CancellationTokenSource();
        using var model = _run.Model();
        var counter = new CallCounter(call, _way.Cancels ? source.Cancel : () => throw new FuseException());
        var before = ModelState.Of(model);
        var generator = Generator();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Exception? failure = null;
        try
        {
            using var listeners = new CountedListeners(counter);
            using var result = _run.Run(model, counter, Checkpoint(folder), source.Token);
            Counts.Complete++;
        }
        catch (Exception thrown)
        {
            failure = thrown;
            Counts.Ended++;
        }
        finally
        {
            // An activity whose end was thrown out of would be the parent of the next run's.
            Activity.Current = null;
        }
        Counts.Runs++;
        if (DisposeScopeManager.Statistics.ThreadTotalLiveCount - live is > 0 and var left)
        {
            Counts.Tensors++;
            Fault("tensors are left behind", $"{left}");
        }
        if (!Generator().AsSpan().SequenceEqual(generator))
        {
            Counts.Generators++;
            // It has nothing to do with who was called.
            Fault("torch's generator is in another state", "", ofAnyPart: true);
        }
        if (failure is not (null or FuseException or OperationCanceledException))
        {
            Counts.Exceptions++;
            Fault("another exception", $"{failure.GetType().Name} {failure.Message}");
        }
        var difference = failure is null
            ? _student.Difference(ModelState.Of(model), valuesOnly: true)
            : before.Difference(ModelState.Of(model));
        if (difference is not null)
        {
            Counts.Models++;
            Fault(failure is null ? "the model is not the student" : "the model is not as before", difference);
        }

        void Fault(string kind, string detail, bool ofAnyPart = false) => Counts.Add(
            ofAnyPart ? kind : $"{kind} {counter.Part}",
            $"throws --seed {_seed} --only {call}, {_way}, out of {counter.Part ?? "nothing"}: {kind} {detail}".TrimEnd());
    }

    public void Dispose() => _run.Dispose();

    private string? Checkpoint(WorkFolder folder) => _way.HasCheckpoint ? folder.File("checkpoint") : null;

    private static byte[] Generator()
    {
        using var state = get_rng_state();
        return state.bytes.ToArray();
    }
}
