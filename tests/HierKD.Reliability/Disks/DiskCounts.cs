namespace HierKD.Reliability.Disks;

/// <summary>What became of runs on a disk that was full now and then.</summary>
internal sealed record DiskCounts
{
    /// <summary>Runs that were begun.</summary>
    public int Runs { get; set; }

    /// <summary>Those that were refused at the door, since the disk was full just then.</summary>
    public int RefusedRuns { get; set; }

    /// <summary>Those that came to their end.</summary>
    public int Complete { get; set; }

    /// <summary>How often the disk was filled.</summary>
    public int Fillings { get; set; }

    /// <summary>Warnings of checkpoints that could not be written.</summary>
    public int Warnings { get; set; }

    /// <summary>Students that could not be saved, and said so.</summary>
    public int RefusedSaves { get; set; }

    /// <summary>How often a file was looked at under its final name.</summary>
    public int Looks { get; set; }

    /// <summary>Files that were damaged, or unfinished ones that were left.</summary>
    public int Damaged { get; set; }

    /// <summary>Students that differ from one of a run that nobody disturbed.</summary>
    public int Differences { get; set; }

    /// <summary>What should not have been.</summary>
    public List<string> Faults { get; init; } = [];
}
