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
    /// <summary>The most values that it may put together, which fill some hundred megabytes: enough for 40,000 tensors.</summary>
    private const int MostValues = 1_000_000;

    /// <summary>As many as torch's own loops go through; each tensor has a copy of its shape.</summary>
    private const int MostAxes = 64;

    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _at;
    private int _values;

    /// <exception cref="InvalidDataException">The pickle is damaged, or does more than hold weights; the message says what, without the
    /// name of the file.</exception>
    public object? Read()
    {
        try
        {
            while (true)
            {
                var code = Take(1)[0];
                if (code == (byte)'.') return Pop();
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
            case '}': Push(new PickledDictionary()); break;
            case ']': Push(new List<object?>()); break;
            case ')': Push(Array.Empty<object?>()); break;
            case '(': Push(Mark); break;
            case 'q': Remember(Take(1)[0]); break;
            case 'r': Remember(Number()); break;
            case 'h': Push(_memo[Take(1)[0]]); break;
            case 'j': Push(_memo[Number()]); break;
            case 'X': Push(Encoding.UTF8.GetString(Take(checked((int)Number())))); break;
            case 'K': Push((long)Take(1)[0]); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (char)0x8a: Push(Long()); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (char)0x88: Push(true); break;
            case (char)0x89: Push(false); break;
            case 'N': Push(null); break;
            case 't': Push(PopToMark()); break;
            case (char)0x85: Push(Popped(1)); break;
            case (char)0x86: Push(Popped(2)); break;
            case (char)0x87: Push(Popped(3)); break;
            case 'c': Push(Name()); break;
            case 'Q': Push(Storage((object?[])Pop()!)); break;
            case 'R': Call(); break;
            case 'b': Build(); break;
            case 's': AddTo(Popped(2)); break;
            case 'u': AddTo(PopToMark()); break;
            case 'a': ListBelow(Popped(1)); break;
            case 'e': ListBelow(PopToMark()); break;
            default:
                throw new InvalidDataException(
                $"its pickle has the instruction 0x{code:x2} at byte {_at - 1}, which a file of weights has no use for");
        }
    }

    private PickledName Name()
    {
        var name = new PickledName(Line(), Line());
        return name.IsAllowed ? name : throw new InvalidDataException(
            $"its pickle names {MessageText.Of(name.ToString())}, which a file of weights has no use for: nothing is run");
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
        var arguments = (object?[])Pop()!;
        var function = Pop() as PickledName;
        Push(function switch
        {
            _ when function == PickledName.OrderedDict && arguments.Length == 0 => new PickledDictionary(),
            _ when function == PickledName.RebuildParameter && arguments is [PickledTensor tensor, ..] => tensor,
            _ when function == PickledName.RebuildTensor
                && arguments is [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..] =>
                Tensor(storage, offset, shape, strides),
            _ => throw new InvalidDataException($"its pickle calls {function?.ToString() ?? "something"} in a way that PyTorch does not"),
        });
    }

    private static PickledTensor Tensor(PickledStorage storage, long offset, object?[] shape, object?[] strides)
    {
        if (Math.Max(shape.Length, strides.Length) > MostAxes)
        {
            throw new InvalidDataException($"a tensor of its pickle has {Math.Max(shape.Length, strides.Length)} axes");
        }
        var tensor = new PickledTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
        return tensor.IsWithinStorage
            ? tensor
            : throw new InvalidDataException($"a tensor of its pickle reaches beyond its storage '{MessageText.Of(storage.Key)}'");
    }

    /// <summary>What an ordered dictionary has beside its items (the versions of a state dictionary's modules) is not needed.</summary>
    private void Build()
    {
        Pop();
        if (Peek() is not PickledDictionary) throw new InvalidDataException("its pickle sets the state of something that is no dictionary");
    }

    private void AddTo(object?[] items)
    {
        var dictionary = (PickledDictionary)Peek()!;
        if (items.Length % 2 != 0) throw new InvalidDataException($"its pickle is damaged at byte {_at}: a key has no value");
        for (var i = 0; i < items.Length; i += 2) dictionary.Items.Add((items[i], items[i + 1]));
    }

    private void ListBelow(object?[] items) => ((List<object?>)Peek()!).AddRange(items);

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        var items = _stack.GetRange(mark + 1, _stack.Count - mark - 1).ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private object?[] Popped(int count)
    {
        var items = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private void Push(object? value)
    {
        if (++_values > MostValues) throw TooMuch();
        _stack.Add(value);
    }

    private void Remember(uint place)
    {
        if (_memo.Count >= MostValues) throw TooMuch();
        _memo[place] = Peek();
    }

    private static InvalidDataException TooMuch() =>
        new($"its pickle holds more than {MostValues} values: save the state dictionary alone");

    private object? Peek() => _stack[^1];

    private object? Pop() => Popped(1)[0];

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
