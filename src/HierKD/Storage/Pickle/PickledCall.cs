namespace HierKD;

/// <summary>
/// What calls in a pickle stand for. None is made: those of PyTorch that put a tensor together are understood here, of all others it is
/// only known that there would be an object.
/// </summary>
/// <param name="stack">Where the memory for tensors is counted.</param>
internal sealed class PickledCall(PickleStack stack)
{
    private const string Rebuild = "torch._utils";

    /// <summary>How many axes of a tensor, which has a copy of its shape, take the memory of a value.</summary>
    private const int AxesOfAValue = 8;

    private readonly Dictionary<PickledName, PickledObject> _objects = [];

    /// <summary>An object of a class, the same for all of the class.</summary>
    public PickledObject ObjectOf(object? named)
    {
        if (named is PickledObject known) return known;
        if (named is not PickledName name) return PickledObject.Unnamed;
        if (_objects.TryGetValue(name, out var of)) return of;
        stack.Count(1);
        return _objects[name] = new PickledObject(MessageText.Of(name.ToString()));
    }

    /// <exception cref="InvalidDataException">It would be a tensor that cannot be.</exception>
    public object Result(object? function, object?[] arguments)
    {
        if (function is not PickledName name) return ObjectOf(function);
        switch (name)
        {
            case { Module: "collections", Name: "OrderedDict" } when arguments.Length == 0: return new PickledDictionary();
            case { Module: "collections", Name: "OrderedDict" } when arguments is [List<object?> items]: return Dictionary(name, items);
            case { Module: "collections", Name: "defaultdict" }: return new PickledDictionary();
            case { Module: Rebuild, Name: "_rebuild_parameter" or "_rebuild_parameter_with_state" }
                when arguments is [PickledTensor parameter, ..]:
                return parameter;
            // What it makes is an object of its first argument.
            case { Name: "_reconstructor" } when arguments is [PickledName type, ..]: return ObjectOf(type);
            // Of tensors with attributes of their own.
            case { Module: "torch._tensor", Name: "_rebuild_from_type_v2" }
                when arguments is [PickledName inner, PickledName like, object?[] rest, ..] && IsTensor(like) && IsTensorMaker(inner):
                return Result(inner, rest);
            case { } when IsTensorMaker(name)
                && arguments is [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..] && !IsMarked(arguments):
                return Tensor(storage, offset, shape, strides);
            default: return ObjectOf(name);
        }
    }

    private static bool IsTensor(PickledName type) =>
        type.Is("torch", "Tensor") || type.Is("torch.nn.parameter", "Parameter") || type.Is("torch.nn.parameter", "Buffer");

    private static bool IsTensorMaker(PickledName name) => name is { Module: Rebuild, Name: "_rebuild_tensor_v2" or "_rebuild_tensor" };

    /// <summary>Whether its numbers are to be read as negated or conjugated ones.</summary>
    private static bool IsMarked(object?[] arguments) =>
        arguments is [_, _, _, _, _, _, not null and not PickledDictionary { IsEmpty: true }, ..];

    /// <summary>Python 2 wrote ordered dictionaries as lists of pairs.</summary>
    private object Dictionary(PickledName name, List<object?> items)
    {
        stack.Count(items.Count);
        var dictionary = new PickledDictionary();
        foreach (var item in items)
        {
            switch (item)
            {
                case List<object?> and [var key, var value]: dictionary.Items.Add((key, value)); break;
                case object?[] and [var key, var value]: dictionary.Items.Add((key, value)); break;
                default: return ObjectOf(name);
            }
        }
        return dictionary;
    }

    private object Tensor(PickledStorage storage, long offset, object?[] shape, object?[] strides)
    {
        if (Math.Max(shape.Length, strides.Length) is var axes && axes > WeightLimits.MostAxes)
        {
            throw new InvalidDataException($"a tensor of its pickle has {axes} axes, and at most {WeightLimits.MostAxes} are read");
        }
        if (storage.Type is null) return PickledObject.Unread;
        stack.Count(2 * axes / AxesOfAValue);
        var first = offset < 0 ? offset : checked(storage.ViewOffset + offset);
        var tensor = new PickledTensor(storage, first, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
        return tensor.IsWithinStorage
            ? tensor
            : throw new InvalidDataException($"a tensor of its pickle reaches beyond its storage '{MessageText.Of(storage.Key)}'");
    }
}
