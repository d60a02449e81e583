namespace HierKD.Reliability.Mutations;

/// <summary>What became of damaged files.</summary>
internal sealed record MutationCounts
{
    /// <summary>Files that were read.</summary>
    public long Files { get; set; }

    /// <summary>Those of them whose checksum had been made right again.</summary>
    public long Resealed { get; set; }

    /// <summary>Refused, as documented.</summary>
    public long Refused { get; set; }

    /// <summary>Read, with what the valid file holds.</summary>
    public long Same { get; set; }

    /// <summary>Read, with something else, where no checksum told of it.</summary>
    public long Others { get; set; }

    /// <summary>The longest call.</summary>
    public long LongestMilliseconds { get; set; }

    /// <summary>The most that the memory of a process has grown.</summary>
    public long GrowthMebibytes { get; set; }

    public void Add(MutationCounts other)
    {
        Files += other.Files;
        Resealed += other.Resealed;
        Refused += other.Refused;
        Same += other.Same;
        Others += other.Others;
        LongestMilliseconds = Math.Max(LongestMilliseconds, other.LongestMilliseconds);
        GrowthMebibytes = Math.Max(GrowthMebibytes, other.GrowthMebibytes);
    }
}
