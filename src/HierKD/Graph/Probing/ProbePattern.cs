namespace HierKD;

/// <summary>One probe: which channels of each source are NaN.</summary>
/// <remarks>
/// NaN passes through every function between layers, additions and reshapes and activations alike, and so shows where a channel goes.
/// </remarks>
internal abstract class ProbePattern
{
    /// <summary>Whether a channel of a source is NaN in this probe.</summary>
    public abstract bool Marks(ChannelSite source, int channel);

    /// <summary>Whatever a rule says.</summary>
    public static ProbePattern Of(Func<ChannelSite, int, bool> marks) => new Rule(marks);

    /// <summary>No channel at all.</summary>
    public static ProbePattern Nothing { get; } = new Rule((_, _) => false);

    /// <summary>Every channel of one source.</summary>
    public static ProbePattern Whole(ChannelSite source) => new Rule((s, _) => s == source);

    /// <summary>The channels of some sources whose index has a bit set, or not set.</summary>
    public static ProbePattern Bit(int bit, bool set, IReadOnlySet<ChannelSite> sources) =>
        new Rule((s, c) => sources.Contains(s) && (c >> bit & 1) != 0 == set);

    /// <summary>One channel of each of some sources.</summary>
    public static ProbePattern Single(int channel, IReadOnlySet<ChannelSite> sources) =>
        new Rule((s, c) => c == channel && sources.Contains(s));

    private sealed class Rule(Func<ChannelSite, int, bool> marks) : ProbePattern
    {
        public override bool Marks(ChannelSite source, int channel) => marks(source, channel);
    }
}
