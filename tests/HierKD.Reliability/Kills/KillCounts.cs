namespace HierKD.Reliability.Kills;

/// <summary>What is counted while processes are killed.</summary>
internal sealed class KillCounts
{
    /// <summary>Processes that were killed.</summary>
    public int Kills { get; set; }

    /// <summary>Those of them that were writing the checkpoint.</summary>
    public int DuringWrite { get; set; }

    /// <summary>Runs that were killed and started again until they were complete.</summary>
    public int Chains { get; set; }

    /// <summary>Runs that went on from a checkpoint or began anew after a kill.</summary>
    public int Restarts { get; set; }

    /// <summary>Chains whose student is another than that of a run that nobody killed.</summary>
    public int Differences { get; set; }

    /// <summary>Unfinished files that were left in the end.</summary>
    public int Leftovers { get; set; }

    /// <summary>Runs that failed, or did not come to an end.</summary>
    public int Failures { get; set; }

    /// <summary>What should not have been.</summary>
    public List<string> Faults { get; } = [];
}
