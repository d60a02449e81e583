namespace HierKD.Networks;

/// <summary>What was found out about one network.</summary>
internal sealed record NetworkRow
{
    public required string Network { get; init; }

    /// <summary>The inputs' shapes, batch included.</summary>
    public required string Input { get; init; }

    public required long Parameters { get; init; }

    /// <summary>Why discovery refused the network; <see langword="null"/> if it did not.</summary>
    public string? Refused { get; init; }

    public long MultiplyAdds { get; init; }

    public int Groups { get; init; }

    public int Filters { get; init; }

    /// <summary>How many filters the search alone offers, before their removal is tried.</summary>
    public int FiltersBeforeVerification { get; init; }

    public int LockedChannels { get; init; }

    public IReadOnlyList<LockedChannels> Locks { get; init; } = [];

    /// <summary>Seconds of discovery, verification included.</summary>
    public double Seconds { get; init; }

    public double SecondsWithoutVerification { get; init; }

    /// <summary>Whether discovery tried the removal of what it offers, and it passed.</summary>
    public bool Verified { get; init; }

    /// <summary>The filters that the random half leaves.</summary>
    public int FiltersAfter { get; init; }

    public long ParametersAfter { get; init; }

    public long MultiplyAddsAfter { get; init; }

    /// <summary>The cut model's outputs against those of the masked one, relative to the largest output, in float64.</summary>
    public double? Difference { get; init; }

    /// <summary>
    /// How far the masked model's outputs are from the whole one's: a comparison of models that do not depend on the filters would say
    /// nothing.
    /// </summary>
    public double? EffectOfTheMask { get; init; }

    /// <summary>The layers whose multiply-adds were compared with a count by PyTorch; 0 if there is none for this network.</summary>
    public int ReferenceLayers { get; init; }

    /// <summary>Billions of multiply-adds that torchvision states.</summary>
    public double? PublishedGiga { get; init; }

    public string? WhyPublishedDiffers { get; init; }

    /// <summary>What is wrong; nothing may be.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];
}
