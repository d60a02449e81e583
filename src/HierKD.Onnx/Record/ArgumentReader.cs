using System.Runtime.InteropServices;

namespace HierKD.Onnx;

/// <summary>Reads the arguments of a native function by their roles.</summary>
internal sealed class ArgumentReader
{
    private readonly OperatorSignature _signature;
    private readonly object?[] _arguments;

    public ArgumentReader(OperatorSignature signature, object?[] arguments)
    {
        _signature = signature;
        _arguments = arguments;
        Tensors = [.. Parameters().SelectMany(Handles).Where(handle => handle != 0)];
    }

    /// <summary>The handles of all tensors among the arguments, in their order.</summary>
    public IReadOnlyList<nint> Tensors { get; }

    /// <summary>What the arguments are, by parameter name. Must be called before the function.</summary>
    public IReadOnlyDictionary<string, object?> Read(Func<nint, object> operand, ScalarTable scalars, ModulePaths paths)
    {
        var read = new Dictionary<string, object?>();
        foreach (var (parameter, value) in Parameters())
        {
            if (parameter.Name is null) continue;
            object? meaning = parameter.Role switch
            {
                Role.Tensor => operand((nint)value!),
                Role.OptionalTensor => (nint)value! == 0 ? null : operand((nint)value),
                Role.Tensors => Handles((parameter, value)).Select(handle => handle == 0 ? null : operand(handle)).ToArray(),
                Role.Scalar => (nint)value! == 0 ? null : scalars.Of((nint)value),
                Role.Number => Number(value),
                Role.Integers => Integers(parameter, (nint)value!),
                Role.Reals => Read(parameter, (nint)value!).Select(BitConverter.Int64BitsToDouble).ToArray(),
                Role.OptionalNumber => (nint)value! == 0 ? null : Marshal.PtrToStructure<double>((nint)value),
                Role.Module => new ModuleReference(paths.OfNative((SafeHandle)value!)),
                _ => null,
            };
            if (parameter.Role is Role.Ignored or Role.Written or Role.OutputShape or Role.Result or Role.Results) continue;
            read.Add(parameter.Name, meaning);
        }
        return read;
    }

    /// <summary>The handles of what the function gave. Must be called after it.</summary>
    public IReadOnlyList<nint> Results(object? result)
    {
        var allocator = Parameters().FirstOrDefault(p => p.Parameter.Role == Role.Results).Value;
        // A function that fills an array is declared to return a pointer now and then, and returns rubbish.
        if (allocator is Delegate { Target: { } pinned })
        {
            return (nint[]?)pinned.GetType().GetProperty("Array")?.GetValue(pinned) ?? [];
        }
        var outs = Parameters().Where(p => p.Parameter.Role == Role.Result).Select(p => p.Value is nint handle ? handle : 0);
        return [.. result is nint first ? [first] : Array.Empty<nint>(), .. outs];
    }

    private static object? Number(object? value) => value switch
    {
        null or bool or string => value,
        float or double => Convert.ToDouble(value, null),
        _ => Convert.ToInt64(value, null),
    };

    private IEnumerable<(OperatorParameter Parameter, object? Value)> Parameters() => _signature.Parameters.Zip(_arguments);

    private IEnumerable<nint> Handles((OperatorParameter Parameter, object? Value) argument) => argument.Parameter.Role switch
    {
        Role.Tensor or Role.Written or Role.OptionalTensor => [(nint)argument.Value!],
        Role.Tensors => Read(argument.Parameter, (nint)argument.Value!).Select(value => (nint)value),
        _ => [],
    };

    private long[] Integers(OperatorParameter parameter, nint pointer) => Read(parameter, pointer);

    private long[] Read(OperatorParameter parameter, nint pointer)
    {
        var values = new long[pointer == 0 ? 0 : Convert.ToInt32(_arguments[parameter.Length], null)];
        if (values.Length > 0) Marshal.Copy(pointer, values, 0, values.Length);
        return values;
    }
}
