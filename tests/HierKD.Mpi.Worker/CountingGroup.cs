namespace HierKD.Mpi.Worker;

/// <summary>Counts and times what goes through a group.</summary>
internal sealed class CountingGroup(IProcessGroup inner) : IProcessGroup
{
    private readonly System.Diagnostics.Stopwatch _watch = new();

    public int Rank => inner.Rank;

    public int Size => inner.Size;

    public long Calls { get; private set; }

    public long Bytes { get; private set; }

    public TimeSpan Time => _watch.Elapsed;

    public void AllReduce(Tensor tensor, GroupReduction reduction = GroupReduction.Sum) =>
        Count(tensor, () => inner.AllReduce(tensor, reduction));

    public void Broadcast(Tensor tensor, int root = 0) => Count(tensor, () => inner.Broadcast(tensor, root));

    public void Barrier() => inner.Barrier();

    public void Clear()
    {
        (Calls, Bytes) = (0, 0);
        _watch.Reset();
    }

    private void Count(Tensor tensor, Action exchange)
    {
        Calls++;
        Bytes += tensor.numel() * tensor.element_size();
        _watch.Start();
        exchange();
        _watch.Stop();
    }
}
