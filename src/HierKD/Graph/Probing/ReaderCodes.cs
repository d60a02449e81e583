namespace HierKD;

/// <summary>The bits that each channel of a reader has seen, set and not set.</summary>
internal sealed class ReaderCodes(int bits)
{
    public int Bits => bits;

    private readonly Dictionary<ChannelSite, (int[] Set, int[] Clear)> _seen = [];

    public void Add(ChannelSite reader, int bit, bool set, bool[] nan)
    {
        if (!_seen.TryGetValue(reader, out var seen)) _seen[reader] = seen = (new int[reader.Channels], new int[reader.Channels]);
        var target = set ? seen.Set : seen.Clear;
        for (var c = 0; c < nan.Length; c++)
        {
            if (nan[c]) target[c] |= 1 << bit;
        }
    }

    /// <summary>
    /// The one index that a channel depends on; <see langword="null"/> if there are several, or a probe got lost on the way.
    /// </summary>
    public int? Of(ChannelSite reader, int channel)
    {
        if (!_seen.TryGetValue(reader, out var seen)) return null;
        var (set, clear) = (seen.Set[channel], seen.Clear[channel]);
        return (set & clear) == 0 && (set | clear) == (1 << bits) - 1 ? set : null;
    }
}
