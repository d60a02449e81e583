using System.Collections.Concurrent;

namespace HierKD;

/// <summary>Reads batches on a thread of its own, a few ahead and no more, in their order.</summary>
internal static class BatchPrefetch
{
    /// <summary>The batches of a source; each is disposed when the next one is asked for.</summary>
    /// <param name="source">Enumerated on the other thread, and finished with there.</param>
    /// <param name="ahead">How many wait at most, beside the one that the other thread is at.</param>
    /// <param name="ownership">The source may dispose a batch of its own when it is asked for the next one: such are copied.</param>
    public static IEnumerable<PruningBatch> Read(IEnumerable<PruningBatch> source, int ahead, BatchOwnership ownership)
    {
        using var waiting = new BlockingCollection<PruningBatch>(ahead);
        using var enough = new CancellationTokenSource();
        var reader = Task.Factory.StartNew(
            () => Fill(waiting, source, ownership, enough.Token), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            foreach (var batch in waiting.GetConsumingEnumerable())
            {
                try
                {
                    yield return batch;
                }
                finally
                {
                    batch?.DisposeTensors();
                }
            }
            // What the source threw, as it threw it.
            reader.GetAwaiter().GetResult();
        }
        finally
        {
            enough.Cancel();
            // Whoever stops early finds no thread at work in the source afterwards; what it throws then concerns nobody.
            ((IAsyncResult)reader).AsyncWaitHandle.WaitOne();
            foreach (var batch in waiting.GetConsumingEnumerable()) batch?.DisposeTensors();
        }
    }

    private static void Fill(
        BlockingCollection<PruningBatch> waiting, IEnumerable<PruningBatch> source, BatchOwnership ownership, CancellationToken enough)
    {
        try
        {
            foreach (var batch in source)
            {
                var own = ownership == BatchOwnership.Consumer ? batch : batch?.Copy()!;
                try
                {
                    waiting.Add(own, enough);
                }
                catch (OperationCanceledException)
                {
                    own?.DisposeTensors();
                    return;
                }
            }
        }
        finally
        {
            waiting.CompleteAdding();
        }
    }
}
