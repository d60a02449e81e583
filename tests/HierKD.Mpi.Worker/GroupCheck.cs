namespace HierKD.Mpi.Worker;

/// <summary>Every member of a group, on every type that HierKD exchanges.</summary>
internal static class GroupCheck
{
    public static void Run()
    {
        using var group = MpiProcessGroup.Start();
        var (rank, size) = (group.Rank, group.Size);
        Console.WriteLine($"{group}, {group.LocalRank} of {group.LocalSize} on its host, on {group.Device}");
        var before = Tensor.TotalCount;
        using (NewDisposeScope())
        {
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Int64 })
            {
                // Long enough that a library takes another way than for a few numbers.
                foreach (var length in new[] { 1, 1000, 1_000_000 })
                {
                    var numbers = (arange(length, dtype: ScalarType.Int64).remainder(97) + rank).to(type);
                    var first = arange(length, dtype: ScalarType.Int64).remainder(97);
                    Same(Reduced(group, numbers, GroupReduction.Sum), first * size + size * (size - 1) / 2, $"sum of {length} {type}");
                    Same(Reduced(group, numbers, GroupReduction.Maximum), first + size - 1, $"maximum of {length} {type}");
                    Same(Reduced(group, numbers, GroupReduction.Minimum), first, $"minimum of {length} {type}");
                }
            }
            for (var root = 0; root < size; root++)
            {
                foreach (var type in new[] { ScalarType.Byte, ScalarType.Bool, ScalarType.BFloat16, ScalarType.Float32 })
                {
                    var own = full(1001, rank == root ? 1 : 0, dtype: type);
                    group.Broadcast(own, root);
                    Same(own, ones(1001, dtype: ScalarType.Int64), $"broadcast of {type} from {root}");
                }
            }
            group.AllReduce(zeros(0));
            Refused<ArgumentException>(() => group.AllReduce(zeros(2, dtype: ScalarType.Float16)), "half precision");
            Refused<ArgumentException>(() => group.AllReduce(zeros(2, 3).t()), "not contiguous");
            Refused<ArgumentOutOfRangeException>(() => group.Broadcast(zeros(2), size), "no such root");
            group.Barrier();
        }
        if (Tensor.TotalCount != before) throw new InvalidOperationException($"{Tensor.TotalCount - before} tensors are left.");
        Refused<MpiException>(() => MpiProcessGroup.Start(), "a second beginning");
        Console.WriteLine($"rank {rank}: all right");
    }

    private static Tensor Reduced(MpiProcessGroup group, Tensor tensor, GroupReduction reduction)
    {
        var own = tensor.clone();
        group.AllReduce(own, reduction);
        return own;
    }

    private static void Same(Tensor actual, Tensor expected, string what)
    {
        if (!actual.to(ScalarType.Int64).Equals(expected)) throw new InvalidOperationException($"The {what} is wrong.");
    }

    private static void Refused<T>(Action act, string what) where T : Exception
    {
        try
        {
            act();
        }
        catch (T)
        {
            return;
        }
        throw new InvalidOperationException($"What is {what} was not refused.");
    }
}
