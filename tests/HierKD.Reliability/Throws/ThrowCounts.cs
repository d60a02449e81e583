namespace HierKD.Reliability.Throws;

/// <summary>What became of runs that were thrown out of, or cancelled.</summary>
internal sealed class ThrowCounts
{
    /// <summary>Runs that were disturbed.</summary>
    public long Runs { get; set; }

    /// <summary>Those that failed, or ended as cancelled.</summary>
    public long Ended { get; set; }

    /// <summary>Those that gave their result all the same.</summary>
    public long Complete { get; set; }

    /// <summary>Models that were neither as before nor the student.</summary>
    public long Models { get; set; }

    /// <summary>Exceptions that were others than the part's own, or than that of a cancellation.</summary>
    public long Exceptions { get; set; }

    /// <summary>Runs after which torch's generator was in another state.</summary>
    public long Generators { get; set; }

    /// <summary>Runs that left tensors behind.</summary>
    public long Tensors { get; set; }

    /// <summary>What should not have been, by its kind: the first of each, and how many there were.</summary>
    public Dictionary<string, (string First, int Count)> Faults { get; } = [];

    public void Add(string kind, string first)
    {
        var (known, count) = Faults.GetValueOrDefault(kind, (first, 0));
        Faults[kind] = (known, count + 1);
    }
}
