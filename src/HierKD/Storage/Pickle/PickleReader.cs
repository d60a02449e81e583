using System.Buffers.Binary;
using System.Text;

namespace HierKD;

/// <summary>
/// Reads a pickle that holds dictionaries, lists, tuples, numbers, texts and tensors, and refuses everything else. A pickle is a program;
/// this knows none of Python's functions, so that nothing can be run: the three that a file of weights names are understood here, any other
/// name is an error.
/// </summary>
internal sealed class PickleReader(byte[] bytes)
{
    /// <summary>How many axes of a tensor, which has a copy of its shape, take the memory of a value.</summary>
    private const int AxesOfAValue = 8;

    private static readonly object Nothing = new();

    private readonly PickleStack _stack = new();

    /// <summary>By their places, which PyTorch counts from zero.</summary>
    private readonly List<object?> _memo = [];

    /// <summary>Each name once, however often the pickle spells it out.</summary>
    private readonly Dictionary<PickledName, PickledName> _names = [];
    private int _at;

    /// <exception cref="InvalidDataException">The pickle is damaged, or does more than hold weights; the message says what, without the
    /// name of the file.</exception>
    public object? Read()
    {
        try
        {
            while (true)
            {
                var code = Take(1)[0];
                if (code == (byte)'.') return _stack.Pop();
                Do(code);
            }
        }
        catch (Exception failure) when (failure is InvalidCastException
            or ArgumentException or KeyNotFoundException or OverflowException or NullReferenceException)
        {
            throw new InvalidDataException($"its pickle is damaged at byte {_at}", failure);
        }
    }

    private void Do(byte code)
    {
        switch ((char)code)
        {
            case (char)0x80:
                if (Take(1)[0] is var version and not (2 or 3))
                {
                    throw new InvalidDataException($"its pickle is of protocol {version}, PyTorch writes 2");
                }
                break;
            case '}': _stack.Push(new PickledDictionary()); break;
            case ']': _stack.Push(new List<object?>()); break;
            case ')': _stack.Push(Array.Empty<object?>()); break;
            case '(': _stack.PushMark(); break;
            case 'q': Remember(Take(1)[0]); break;
            case 'r': Remember(Number()); break;
            case 'h': _stack.Push(Remembered(Take(1)[0])); break;
            case 'j': _stack.Push(Remembered(Number())); break;
            case 'X': _stack.Push(Encoding.UTF8.GetString(Take(checked((int)Number())))); break;
            case 'K': _stack.Push((long)Take(1)[0]); break;
            case 'M': _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': _stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (char)0x8a: _stack.Push(Long()); break;
            case 'G': _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (char)0x88: _stack.Push(true); break;
            case (char)0x89: _stack.Push(false); break;
            case 'N': _stack.Push(null); break;
            case 't': _stack.Push(_stack.PopToMark()); break;
            case (char)0x85: _stack.Push(_stack.Pop(1)); break;
            case (char)0x86: _stack.Push(_stack.Pop(2)); break;
            case (char)0x87: _stack.Push(_stack.Pop(3)); break;
            case 'c': _stack.Push(Name()); break;
            case 'Q': _stack.Push(Storage((object?[])_stack.Pop()!)); break;
            case 'R': Call(); break;
            case 'b': Build(); break;
            case 's': AddTo(_stack.Pop(2)); break;
            case 'u': AddTo(_stack.PopToMark()); break;
            case 'a': ListBelow(_stack.Pop(1)); break;
            case 'e': ListBelow(_stack.PopToMark()); break;
            default:
                throw new InvalidDataException(
                $"its pickle has the instruction 0x{code:x2} at byte {_at - 1}, which a file of weights has no use for");
        }
    }

    private PickledName Name()
    {
        var name = new PickledName(Line(), Line());
        if (!name.IsAllowed)
        {
            throw new InvalidDataException(
                $"its pickle names {MessageText.Of(name.ToString())}, which a file of weights has no use for: nothing is run");
        }
        return _names.TryAdd(name, name) ? name : _names[name];
    }

    private static PickledStorage Storage(object?[] reference)
    {
        if (reference is not ["storage", PickledName { ElementType: { } element }, string key, _, long count]
            || count < 0
            || SafetensorsType.Find(element) is not { } type)
        {
            throw new InvalidDataException("its pickle refers to something that is no storage of numbers");
        }
        return new PickledStorage(type.Type, type.Size, key, count);
    }

    private void Call()
    {
        var arguments = (object?[])_stack.Pop()!;
        var function = _stack.Pop() as PickledName;
        _stack.Push(function switch
        {
            _ when function == PickledName.OrderedDict && arguments.Length == 0 => new PickledDictionary(),
            _ when function == PickledName.RebuildParameter && arguments is [PickledTensor tensor, ..] => tensor,
            _ when function == PickledName.RebuildTensor
                && arguments is [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..] =>
                Tensor(storage, offset, shape, strides),
            _ => throw new InvalidDataException($"its pickle calls {function?.ToString() ?? "something"} in a way that PyTorch does not"),
        });
    }

    private PickledTensor Tensor(PickledStorage storage, long offset, object?[] shape, object?[] strides)
    {
        if (Math.Max(shape.Length, strides.Length) is var axes && axes > WeightLimits.MostAxes)
        {
            throw new InvalidDataException($"a tensor of its pickle has {axes} axes, and at most {WeightLimits.MostAxes} are read");
        }
        _stack.Count(2 * axes / AxesOfAValue);
        var tensor = new PickledTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
        return tensor.IsWithinStorage
            ? tensor
            : throw new InvalidDataException($"a tensor of its pickle reaches beyond its storage '{MessageText.Of(storage.Key)}'");
    }

    /// <summary>What an ordered dictionary has beside its items (the versions of a state dictionary's modules) is not needed.</summary>
    private void Build()
    {
        _stack.Pop();
        if (_stack.Top is PickledDictionary) return;
        throw new InvalidDataException("its pickle sets the state of something that is no dictionary");
    }

    private void AddTo(object?[] items)
    {
        var dictionary = (PickledDictionary)_stack.Top!;
        if (items.Length % 2 != 0) throw new InvalidDataException($"its pickle is damaged at byte {_at}: a key has no value");
        for (var i = 0; i < items.Length; i += 2) dictionary.Items.Add((items[i], items[i + 1]));
    }

    private void ListBelow(object?[] items) => ((List<object?>)_stack.Top!).AddRange(items);

    private void Remember(uint place)
    {
        if (place >= PickleStack.MostValues) throw PickleStack.TooMuch();
        var value = _stack.Top;
        while (_memo.Count <= place) _memo.Add(Nothing);
        _memo[(int)place] = value;
    }

    private object? Remembered(uint place) => place < _memo.Count && _memo[(int)place] is var value && value != Nothing
        ? value
        : throw new KeyNotFoundException();

    private long Long()
    {
        var digits = Take(Take(1)[0]);
        return checked((long)new System.Numerics.BigInteger(digits));
    }

    private uint Number() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private string Line()
    {
        var end = Array.IndexOf(bytes, (byte)'\n', _at);
        if (end < 0) throw new InvalidDataException("its pickle ends within a name");
        var line = Encoding.UTF8.GetString(bytes, _at, end - _at);
        _at = end + 1;
        return line;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _at) throw new InvalidDataException("its pickle is cut short");
        var span = bytes.AsSpan(_at, count);
        _at += count;
        return span;
    }
}
