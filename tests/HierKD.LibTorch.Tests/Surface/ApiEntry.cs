namespace HierKD.LibTorch.Tests.Surface;

/// <summary>One line of a listing: the key, and the details that follow it (flags, parameter names, defaults).</summary>
internal sealed record ApiEntry(string Key, string Details)
{
    public static ApiEntry Parse(string line)
    {
        var cut = line.IndexOf(" // ", StringComparison.Ordinal);
        return new ApiEntry(line[..cut], line[(cut + 4)..].Replace(" [Obsolete]", "", StringComparison.Ordinal).TrimEnd());
    }

    public bool IsType => Key.StartsWith("T ", StringComparison.Ordinal);

    /// <summary>For a type its name, for a member its whole key.</summary>
    public string Identity => IsType ? Key[..Key.IndexOf(" : ", StringComparison.Ordinal)] : Key;

    /// <summary>A type's base type and then its interfaces.</summary>
    public string[] Ancestry => Key[(Key.IndexOf(" : ", StringComparison.Ordinal) + 3)..].Split(", ");
}
