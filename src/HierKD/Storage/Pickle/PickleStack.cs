namespace HierKD;

/// <summary>The values that a pickle puts together; no more than fit into the memory.</summary>
internal sealed class PickleStack
{
    /// <summary>The most values, which fill some hundred megabytes: enough for 40,000 tensors.</summary>
    public const int MostValues = 1_000_000;

    private static readonly object Mark = new();

    private readonly List<object?> _values = [];
    private int _count;

    /// <summary>The topmost value.</summary>
    public object? Top => _values[^1];

    /// <exception cref="InvalidDataException">It would be one too many, those that were popped included.</exception>
    public void Push(object? value)
    {
        Count(1);
        _values.Add(value);
    }

    public void PushMark() => Push(Mark);

    /// <summary>Counts what takes the memory of values without being on the stack.</summary>
    /// <exception cref="InvalidDataException">They would be too many.</exception>
    public void Count(int values)
    {
        if ((_count += values) > MostValues) throw TooMuch();
    }

    public object? Pop()
    {
        var value = Top;
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public object?[] Pop(int count)
    {
        var items = new object?[count];
        _values.CopyTo(_values.Count - count, items, 0, count);
        _values.RemoveRange(_values.Count - count, count);
        return items;
    }

    /// <summary>What is above the last mark, which goes too.</summary>
    public object?[] PopToMark()
    {
        var mark = _values.LastIndexOf(Mark);
        var items = Pop(_values.Count - mark - 1);
        _values.RemoveAt(mark);
        return items;
    }

    public static InvalidDataException TooMuch() =>
        new($"its pickle holds more than {MostValues} values: save the state dictionary alone");
}
