namespace HierKD;

/// <summary>Where a process is when it meets the others.</summary>
/// <param name="What">What is exchanged there, in words.</param>
/// <param name="Count">How many numbers; <see langword="null"/> if another process knows.</param>
internal readonly record struct Meeting(string What, long? Count)
{
    /// <summary>The same in every process, unlike string.GetHashCode.</summary>
    public long Mark
    {
        get
        {
            var mark = 17L;
            foreach (var letter in What) mark = ((mark * 1_000_003) + letter) & (long.MaxValue >> 1);
            return mark;
        }
    }

    public override string ToString() => Count is { } count ? $"'{What}' ({count} numbers)" : $"'{What}'";
}
