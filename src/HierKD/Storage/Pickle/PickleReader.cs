using System.Buffers.Binary;
using System.Numerics;

namespace HierKD;

/// <summary>
/// Reads a pickle of protocol 2 to 5. A pickle is a program; this knows none of Python's functions, so that nothing can be run.
/// Dictionaries, lists, tuples, numbers, texts and PyTorch's tensors are read; everything else is passed over as something that would be an
/// object.
/// </summary>
internal sealed class PickleReader
{
    private readonly PickleCursor _at;
    private readonly PickleStack _stack = new();
    private readonly PickleMemo _memo = new();
    private readonly PickledCall _call;

    /// <summary>Each name once, however often the pickle spells it out.</summary>
    private readonly Dictionary<PickledName, PickledName> _names = [];

    public PickleReader(PickleCursor at) => (_at, _call) = (at, new PickledCall(_stack));

    /// <summary>The storages that it refers to, by their keys.</summary>
    public Dictionary<string, PickledStorage> Storages { get; } = [];

    /// <summary>A storage that is said to be of two sizes; <see langword="null"/> if none is.</summary>
    public string? Contradiction { get; private set; }

    /// <exception cref="InvalidDataException">The pickle is damaged, or not one that PyTorch writes; the message says what, without the
    /// name of the file.</exception>
    public object? Read()
    {
        try
        {
            RequireProtocol();
            while (true)
            {
                var code = _at.Byte();
                if (code == (byte)'.') return _stack.Pop();
                Do(code);
            }
        }
        catch (Exception failure) when (failure is InvalidCastException
            or ArgumentException or KeyNotFoundException or OverflowException or NullReferenceException)
        {
            throw new InvalidDataException($"its pickle is damaged at byte {_at.Place}", failure);
        }
    }

    private void RequireProtocol()
    {
        if (_at.Byte() != 0x80) throw new InvalidDataException("its pickle is of protocol 0 or 1: save it with pickle_protocol=2");
        if (_at.Byte() is var version and not (>= 2 and <= 5))
        {
            throw new InvalidDataException($"its pickle is of protocol {version}: save it with pickle_protocol=2");
        }
    }

    private void Do(byte code)
    {
        switch (code)
        {
            case (byte)'}': _stack.Push(new PickledDictionary()); break;
            case (byte)']': _stack.Push(new List<object?>()); break;
            case (byte)')': _stack.Push(Array.Empty<object?>()); break;
            case (byte)'(': _stack.PushMark(); break;
            case (byte)'0': _stack.Pop(); break;
            case (byte)'1': _stack.PopToMark(); break;
            case (byte)'2': _stack.Push(_stack.Top); break;
            case (byte)'q': _memo.Put(_at.Byte(), _stack.Top); break;
            case (byte)'r': _memo.Put(_at.Int(), _stack.Top); break;
            case 0x94: _memo.Add(_stack.Top); break;
            case (byte)'h': _stack.Push(_memo[_at.Byte()]); break;
            case (byte)'j': _stack.Push(_memo[_at.Int()]); break;
            case (byte)'X': _stack.Push(_at.Text(_at.Int())); break;
            case 0x8c: _stack.Push(_at.Text(_at.Byte())); break;
            case 0x8d: _stack.Push(_at.Text(_at.Long())); break;
            // Texts of Python 2.
            case (byte)'U': _stack.Push(_at.Text(_at.Byte())); break;
            case (byte)'T': _stack.Push(_at.Text(_at.Int())); break;
            case (byte)'C': Bytes(_at.Byte()); break;
            case (byte)'B': Bytes(_at.Int()); break;
            case 0x8e or 0x96: Bytes(_at.Long()); break;
            case (byte)'K': _stack.Push((long)_at.Byte()); break;
            case (byte)'M': _stack.Push((long)_at.Short()); break;
            case (byte)'J': _stack.Push((long)(int)_at.Int()); break;
            case 0x8a: _stack.Push(Integer(_at.Take(_at.Byte()))); break;
            case 0x8b: _stack.Push(Integer(_at.Take(_at.Int()))); break;
            case (byte)'G': _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(_at.Take(8))); break;
            case 0x88: _stack.Push(true); break;
            case 0x89: _stack.Push(false); break;
            case (byte)'N': _stack.Push(null); break;
            case (byte)'t': _stack.Push(_stack.PopToMark()); break;
            case 0x85: _stack.Push(_stack.Pop(1)); break;
            case 0x86: _stack.Push(_stack.Pop(2)); break;
            case 0x87: _stack.Push(_stack.Pop(3)); break;
            case (byte)'s': AddTo(_stack.Pop(2)); break;
            case (byte)'u': AddTo(_stack.PopToMark()); break;
            case (byte)'a': ListBelow(_stack.Pop(1)); break;
            case (byte)'e': ListBelow(_stack.PopToMark()); break;
            default: DoObject(code); break;
        }
    }

    private void DoObject(byte code)
    {
        switch (code)
        {
            case (byte)'c': _stack.Push(Name(_at.Line(), _at.Line())); break;
            case 0x93:
                var parts = _stack.Pop(2);
                _stack.Push(Name((string)parts[0]!, (string)parts[1]!));
                break;
            case (byte)'Q': _stack.Push(Storage((object?[])_stack.Pop()!)); break;
            case (byte)'R':
                var arguments = (object?[])_stack.Pop()!;
                _stack.Push(_call.Result(_stack.Pop(), arguments));
                break;
            case 0x81: _stack.Push(_call.ObjectOf(_stack.Pop(2)[0])); break;
            case 0x92: _stack.Push(_call.ObjectOf(_stack.Pop(3)[0])); break;
            case (byte)'o': _stack.Push(_call.ObjectOf(_stack.PopToMark().FirstOrDefault())); break;
            case (byte)'b': Build(); break;
            case 0x8f: _stack.Push(PickledObject.Set); break;
            case 0x90:
                _stack.PopToMark();
                if (_stack.Top is not PickledObject) throw new InvalidCastException();
                break;
            case 0x91:
                _stack.PopToMark();
                _stack.Push(PickledObject.Set);
                break;
            case 0x95: _at.RequireFrame(); break;
            case 0x97 or 0x98: throw new InvalidDataException("its pickle has buffers outside of it, which torch.save never writes");
            default:
                throw new InvalidDataException(
                    $"its pickle has the instruction 0x{code:x2} at byte {_at.Place - 1}, which a file of weights has no use for");
        }
    }

    private PickledName Name(string module, string name)
    {
        if (Math.Max(module.Length, name.Length) is var letters && letters > WeightLimits.LongestName)
        {
            throw new InvalidDataException($"its pickle has a name of {letters} letters, and at most {WeightLimits.LongestName} are read");
        }
        var named = new PickledName(module, name);
        if (_names.TryGetValue(named, out var known)) return known;
        _stack.Count(1);
        return _names[named] = named;
    }

    private object? Storage(object?[] id)
    {
        var found = PickledStorage.Of(id);
        if (found is PickledStorage storage && !Storages.TryAdd(storage.Key, storage)
            && (Storages[storage.Key].ElementSize, Storages[storage.Key].Count) != (storage.ElementSize, storage.Count))
        {
            Contradiction = storage.Key;
        }
        return found is PickledName kind ? _call.ObjectOf(kind) : found;
    }

    /// <summary>What an ordered dictionary has beside its items (the versions of a state dictionary's modules) is not needed.</summary>
    private void Build()
    {
        _stack.Pop();
        if (_stack.Top is PickledDictionary or PickledObject or PickledTensor) return;
        throw new InvalidDataException("its pickle sets the state of something that is no object");
    }

    private void AddTo(object?[] items)
    {
        if (items.Length % 2 != 0) throw new InvalidDataException($"its pickle is damaged at byte {_at.Place}: a key has no value");
        if (_stack.Top is PickledObject) return;
        var dictionary = (PickledDictionary)_stack.Top!;
        for (var i = 0; i < items.Length; i += 2) dictionary.Items.Add((items[i], items[i + 1]));
    }

    private void ListBelow(object?[] items)
    {
        if (_stack.Top is not PickledObject) ((List<object?>)_stack.Top!).AddRange(items);
    }

    private void Bytes(ulong length)
    {
        _at.Take(length);
        _stack.Push(PickledObject.Bytes);
    }

    private static object Integer(ReadOnlySpan<byte> digits) =>
        digits.Length <= 16 && new BigInteger(digits) is var number && number >= long.MinValue && number <= long.MaxValue
            ? (long)number
            : PickledObject.Integer;
}
