using System.Collections;

namespace HierKD.Tests.Run;

/// <summary>
/// Epochs that can be asked for by number but not counted. Notes the numbers, and a random number that torch draws at the start of each.
/// </summary>
internal sealed class NumberedBatches(TensorBatches batches) : IEpochBatches
{
    public List<int> Asked { get; } = [];

    public Dictionary<int, double> Drawn { get; } = [];

    public IEnumerable<PruningBatch> Epoch(int number)
    {
        Asked.Add(number);
        using (var drawn = rand(1)) Drawn[number] = drawn.ToDouble();
        foreach (var batch in batches.Epoch(number)) yield return batch;
    }

    public IEnumerator<PruningBatch> GetEnumerator() =>
        throw new InvalidOperationException("A run asks for epochs by their numbers.");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
