namespace HierKD.Onnx;

/// <summary>Records what one forward does to its input. Only operators with an operand that depends on the input are recorded.</summary>
internal sealed class Recorder(
    IReadOnlyList<NativeFunction> functions, OperatorTable operators, ModelConstants constants, ModulePaths paths) : ICallObserver
{
    private readonly object _lock = new();
    private readonly HandleTable _handles = new();
    private readonly ScalarTable _scalars = constants.Scalars;
    private readonly Stack<string> _modules = new();
    private readonly Dictionary<nint, string> _sources = [];
    private readonly List<TracedCall> _calls = [];
    private int _values;

    public IReadOnlyList<TracedCall> Calls => _calls;

    /// <summary>What the first thing was that cannot be recorded; null if all is.</summary>
    public OnnxExportException? Refusal { get; private set; }

    /// <summary>Says which handles the inputs have.</summary>
    public IReadOnlyList<TracedValue> Begin(IReadOnlyList<nint> inputs)
    {
        TracedValue[] values = [.. inputs.Select(NewValue)];
        foreach (var (handle, value) in inputs.Zip(values)) _handles.Add(handle, value);
        return values;
    }

    /// <summary>What an output's handle stands for: a <see cref="TracedValue"/>, or a <see cref="TracedConstant"/>.</summary>
    public object Output(nint handle) => _handles.IsStale(handle) ? throw Stale(null) : Operand(handle);

    public void Enter(object module)
    {
        lock (_lock) _modules.Push(paths.Of(module) ?? CurrentPath);
    }

    public void Leave()
    {
        lock (_lock) _ = _modules.TryPop(out _);
    }

    public Action<object?>? BeforeCall(int function, object?[] arguments)
    {
        lock (_lock)
        {
            var native = functions[function];
            if (HarmlessFunctions.Frees(native.Name))
            {
                // Before the free: afterwards another thread may get the same handle.
                _handles.Remove((nint)arguments[0]!);
                _sources.Remove((nint)arguments[0]!);
                return null;
            }
            if (ScalarTable.IsAbout(native.Name)) return _scalars.BeforeCall(native.Name, arguments);
            try
            {
                return Before(native, arguments);
            }
            catch (OnnxExportException refusal)
            {
                Refusal ??= refusal;
                throw;
            }
        }
    }

    /// <summary>The path of the module that runs.</summary>
    public string CurrentPath => _modules.TryPeek(out var path) ? path : "";

    private Action<object?>? Before(NativeFunction native, object?[] arguments)
    {
        if (native.Name == MatrixProduct.Function) MatrixProduct.Require((nint)arguments[0]!, (nint)arguments[1]!);
        RequireUntouchedModel(native, arguments);
        var isMapped = operators.TryFind(native.Name, out var applied);
        if (!isMapped) return Unmapped(native, arguments);
        if (!applied!.Signature.Fits(native))
        {
            return TouchesValue(native, arguments)
                ? throw Refuse(native, $"this version of TorchSharp declares it as {native}, which the export does not know.",
                    "Use a version of TorchSharp that was tested with this one of HierKD.Onnx.")
                : null;
        }
        var reader = new ArgumentReader(applied.Signature, arguments);
        if (!reader.Tensors.Any(_handles.Contains)) return Remember(native);
        if (reader.Tensors.Any(_handles.IsStale)) throw Stale(native);
        var read = reader.Read(Operand, _scalars, paths);
        var path = CurrentPath;
        return result => After(applied, native, path, read, reader, result);
    }

    private object Operand(nint handle) =>
        (object?)_handles.Find(handle) ?? constants.Read(handle, _sources.GetValueOrDefault(handle));

    private void After(
        Operator applied, NativeFunction native, string path, IReadOnlyDictionary<string, object?> read, ArgumentReader reader,
        object? result)
    {
        lock (_lock)
        {
            var handles = reader.Results(result);
            if (native.WritesInPlace)
            {
                var target = reader.Tensors[0];
                var written = NewValue(target);
                _calls.Add(new TracedCall(applied, path, read, [written]));
                _handles.Overwrite(target, written);
                foreach (var handle in handles.Where(h => h != 0)) _handles.Add(handle, written);
                return;
            }
            // Nothing, or a null pointer: the function failed, and TorchSharp is about to say so.
            if (handles.All(h => h == 0)) return;
            TracedValue[] values = [.. handles.Where(h => h != 0).Select(NewValue)];
            foreach (var (handle, value) in handles.Where(h => h != 0).Zip(values)) _handles.Add(handle, value);
            _calls.Add(new TracedCall(applied, path, read, values));
        }
    }

    private Action<object?>? Unmapped(NativeFunction native, object?[] arguments)
    {
        if (HarmlessFunctions.Contains(native.Name) || !TouchesValue(native, arguments)) return Remember(native);
        throw OperatorAdvice.For(native.Name) is var (what, instead)
            ? Refuse(native, what, instead)
            : Refuse(native, "the export has no translation for it.", "Write the same with other operators, or report it.");
    }

    // What made a tensor is told when the tensor turns out to differ between forwards.
    private Action<object?>? Remember(NativeFunction native) =>
        native.Result != "IntPtr" ? null : result =>
        {
            lock (_lock)
            {
                if (result is not nint handle || handle == 0) return;
                _handles.Remove(handle);
                _sources[handle] = native.Name;
            }
        };

    private bool TouchesValue(NativeFunction native, object?[] arguments) =>
        arguments.Any(a => a is nint handle && _handles.Contains(handle))
        || native.ArraysOf(arguments).Any(element => _handles.Contains(element));

    private void RequireUntouchedModel(NativeFunction native, object?[] arguments)
    {
        var isNorm = native.Name is "THSNN_batch_norm" && arguments is [_, nint and not 0, _, _, _, true, ..]
            || native.Name is "THSNN_instance_norm" && arguments is [_, nint and not 0, _, _, _, true, ..];
        var target = isNorm ? (nint)arguments[1]!
            // Some take a pointer to an array, of gradients.
            : native.WritesInPlace && native.Parameters[0].Name != "tensors" && arguments is [nint first, ..] ? first
            : 0;
        if (target == 0 || !constants.IsOfModel(target)) return;
        throw Refuse(native, "it writes into a tensor of the model.", "In evaluation mode a forward may only read the model's tensors.");
    }

    private TracedValue NewValue(nint handle)
    {
        var tensor = new NativeTensor(handle);
        return new TracedValue(_values++, tensor.Shape, tensor.Type);
    }

    private OnnxExportException Stale(NativeFunction? native) => OnnxExportException.At(
        CurrentPath, native?.Name, "a tensor is used that was written through another view of it.",
        "Use operators that give a new tensor.");

    private OnnxExportException Refuse(NativeFunction native, string what, string instead) =>
        OnnxExportException.At(CurrentPath, native.Name, what, instead);
}
