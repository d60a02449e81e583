using System.Diagnostics;
using HierKD.Reliability.Processes;
using HierKD.Reliability.Readers;

namespace HierKD.Reliability.Mutations;

/// <summary>Has a reader read damaged files, one after another.</summary>
/// <param name="reader">The reader.</param>
/// <param name="mutator">Damages its file.</param>
/// <param name="seed">What the damage follows from.</param>
/// <param name="told">Hears of faults, and now and then of what has been counted since.</param>
internal sealed class MutationBatch(FileReader reader, IMutator mutator, int seed, Action<MutationReport> told)
{
    /// <summary>What a call may take.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(10);

    private const int CheckInterval = 256;

    private MutationCounts _counts = new();
    private string _expected = "";
    private string? _state;
    private InvalidDataException? _refusal;

    private long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount - reader.Strays;

    /// <summary>Reads so many.</summary>
    /// <param name="path">Where the damaged files are put, one after another.</param>
    /// <param name="from">The number of the first mutation.</param>
    /// <param name="count">How many.</param>
    /// <param name="at">Hears of each number before its file is read.</param>
    public void Run(string path, long from, int count, Action<long> at)
    {
        File.WriteAllBytes(path, reader.Whole);
        for (var warmUp = 0; warmUp < 20; warmUp++) _expected = reader.Load(path);
        _state = reader.State();
        var memory = new ReadingMemory(reader.Whole.Length);
        for (var index = from; index < from + count; index++)
        {
            at(index);
            var mutation = Mutation.Of(mutator, seed, index);
            File.WriteAllBytes(path, mutation.Bytes);
            var fault = Read(path, mutation, memory);
            if (index == from + count - 1 || (index - from) % CheckInterval == CheckInterval - 1) fault ??= Count(memory);
            if (fault is null) continue;
            told(new MutationReport(new MutationFault(index, fault, mutation.What), null));
        }
    }

    /// <summary>Tells what has been counted; returns what is wrong with the process's memory.</summary>
    private string? Count(ReadingMemory memory)
    {
        var fault = memory.Check();
        told(new MutationReport(null, _counts with { GrowthMebibytes = memory.GrowthMebibytes }));
        _counts = new MutationCounts();
        return fault;
    }

    /// <summary>Reads one; returns what should not have been.</summary>
    private string? Read(string path, Mutation mutation, ReadingMemory memory)
    {
        _counts.Files++;
        if (mutation.IsResealed) _counts.Resealed++;
        var live = Live;
        var watch = Stopwatch.StartNew();
        memory.Begin();
        var (loaded, fault) = Load(path);
        fault ??= memory.End() ?? (watch.Elapsed > LongestCall ? "a call takes too long" : null);
        _counts.LongestMilliseconds = Math.Max(_counts.LongestMilliseconds, watch.ElapsedMilliseconds);
        if (Live != live)
        {
            // Other masks need other tensors; what stays when the masks are the same again has been left.
            Restore(path);
            if (Live != live) fault ??= "tensors are left behind";
        }
        if (loaded is null)
        {
            var changed = AfterRefusal(path);
            return fault ?? changed;
        }
        if (loaded == _expected)
        {
            _counts.Same++;
            return fault;
        }
        // What was read as something else must not stay for the files to come.
        Restore(path);
        if (reader.HasChecksum && !mutation.IsResealed && FileSeal.IsClaimed(mutation.Bytes))
        {
            return fault ?? "a damaged file with a checksum is read as something else";
        }
        _counts.Others++;
        return fault;
    }

    private (string? Loaded, string? Fault) Load(string path)
    {
        try
        {
            return (reader.Load(path), null);
        }
        catch (InvalidDataException refusal)
        {
            _refusal = refusal;
            _counts.Refused++;
            return (null, null);
        }
        catch (Exception failure)
        {
            return (null, Kind(failure));
        }
    }

    private string? AfterRefusal(string path)
    {
        if (reader.State() == _state) return null;
        Restore(path);
        return _refusal is { } refusal ? $"what is refused has changed something: {FaultText.Of(refusal.Message)}" : null;
    }

    private void Restore(string path)
    {
        File.WriteAllBytes(path, reader.Whole);
        if (reader.Load(path) != _expected) throw new InvalidOperationException("The valid file is not read any more as it was.");
    }

    /// <summary>The exception and where it comes from, so that many of one cause are told as one.</summary>
    private static string Kind(Exception failure)
    {
        var frame = new StackTrace(failure).GetFrames().Select(f => f.GetMethod())
            .FirstOrDefault(m => m?.DeclaringType?.Assembly == typeof(SlimModel).Assembly);
        return $"{failure.GetType().Name} out of {frame?.DeclaringType?.Name}.{frame?.Name}: {FaultText.Of(failure.Message)}";
    }
}
