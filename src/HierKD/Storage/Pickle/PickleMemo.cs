namespace HierKD;

/// <summary>What a pickle puts aside to use it again.</summary>
internal sealed class PickleMemo
{
    private static readonly object Nothing = new();

    /// <summary>By their places, which are counted from zero.</summary>
    private readonly List<object?> _values = [];
    private int _count;

    /// <exception cref="KeyNotFoundException">Nothing was put there.</exception>
    public object? this[uint place] => place < _values.Count && _values[(int)place] is var value && value != Nothing
        ? value
        : throw new KeyNotFoundException();

    /// <summary>Puts a value where the pickle says.</summary>
    /// <exception cref="InvalidDataException">No pickle of weights has so many.</exception>
    public void Put(uint place, object? value)
    {
        if (place >= PickleStack.MostValues) throw PickleStack.TooMuch();
        while (_values.Count <= place) _values.Add(Nothing);
        if (_values[(int)place] == Nothing) _count++;
        _values[(int)place] = value;
    }

    /// <summary>Puts a value where the next one is due: as many places on as were filled.</summary>
    public void Add(object? value) => Put((uint)_count, value);
}
