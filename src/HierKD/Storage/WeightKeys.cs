namespace HierKD;

/// <summary>Which key of a model a key of a file is, and which are left out.</summary>
internal sealed class WeightKeys
{
    private readonly WeightOptions _options;
    private readonly IReadOnlySet<string> _own;
    private readonly int _longest;

    public WeightKeys(WeightOptions options, IReadOnlySet<string> own)
    {
        (_options, _own) = (options, own);
        _longest = own.Max(key => (int?)key.Length) ?? 0;
    }

    /// <summary>The key of the model; <see langword="null"/> if it has none for it.</summary>
    public string? TargetOf(string key)
    {
        var rest = Rest(key);
        // The file's keys may be of any length: others are made of them only where they can be the model's.
        if (rest.Length < key.Length || _options.ModelPrefix.Length > 0 && _options.FilePrefix.Length == 0)
        {
            if (_options.ModelPrefix.Length + rest.Length <= _longest && string.Concat(_options.ModelPrefix, rest) is var other
                && _own.Contains(other))
            {
                return other;
            }
        }
        return _own.Contains(key) ? key : null;
    }

    /// <summary>Whether a key of the file, or of the model, is to be left out.</summary>
    public bool IsSkipped(string key, string? target = null)
    {
        foreach (var pattern in _options.Skip)
        {
            if (KeyPattern.Matches(pattern, key) || KeyPattern.Matches(pattern, Rest(key))
                || target is not null && KeyPattern.Matches(pattern, target))
            {
                return true;
            }
        }
        return false;
    }

    private ReadOnlySpan<char> Rest(string key) =>
        key.StartsWith(_options.FilePrefix, StringComparison.Ordinal) ? key.AsSpan(_options.FilePrefix.Length) : key;
}
