namespace HierKD;

/// <summary>Keys of a state dictionary, told by a text in which a star stands for any letters.</summary>
internal static class KeyPattern
{
    /// <summary>Whether a key is one of them. It takes no more steps than the product of both lengths, whatever the key is.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> key)
    {
        var (at, inKey, star, tried) = (0, 0, -1, 0);
        while (inKey < key.Length)
        {
            // The star first: a key may have one as well.
            if (at < pattern.Length && pattern[at] == '*') (star, tried) = (at++, inKey);
            else if (at < pattern.Length && pattern[at] == key[inKey]) (at, inKey) = (at + 1, inKey + 1);
            else if (star >= 0) (at, inKey) = (star + 1, ++tried);
            else return false;
        }
        return pattern[at..].IndexOfAnyExcept('*') < 0;
    }
}
