using System.Reflection;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>
/// A model once more, in a TorchSharp that can be watched. It computes with the model's own weights; disposing this frees all but these.
/// </summary>
internal sealed class ModelCopy : IDisposable
{
    private readonly InstrumentedContext _context;
    private readonly TensorAliases _aliases = new();
    private readonly object _model;
    private readonly TypeMap _types;
    private readonly MethodInfo _wrap;
    private readonly MethodInfo _newScope;
    private IDisposable? _firstScope;

    public ModelCopy(nn.Module model)
    {
        _context = new InstrumentedContext(model.GetType().Assembly);
        try
        {
            _context.Observe(new ScalarObserver(_context.Functions, Scalars));
            _types = new TypeMap(_context);
            var copier = new ObjectCopier(_types, _aliases);
            _model = copier.Copy(model);
            Paths = new ModulePaths(model, copier.Copies);
            _wrap = _types.Map(typeof(Tensor)).GetMethod("UnsafeCreateTensor", [typeof(nint)])!;
            _newScope = _types.Map(typeof(TorchSharp.torch)).GetMethod("NewDisposeScope", [])!;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<NativeFunction> Functions => _context.Functions;

    public ScalarTable Scalars { get; } = new();

    public ModulePaths Paths { get; }

    /// <summary>Where the storages of the model's tensors begin.</summary>
    public IReadOnlySet<nint> Storages => _aliases.Storages;

    /// <summary>
    /// Calls the model. What is done to the handles of its inputs and outputs is up to the callers, and what the forward has left is freed
    /// behind <paramref name="read"/>.
    /// </summary>
    /// <param name="call">How it is called.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="observer">Who is told of all calls.</param>
    /// <param name="begin">Gets the handles of the inputs before the call.</param>
    /// <param name="read">Gets the handles of the outputs behind it, with the names that a dictionary gives them.</param>
    public T Call<T>(
        ModelCall call, IReadOnlyList<Tensor> inputs, ICallObserver observer, Action<IReadOnlyList<nint>> begin,
        Func<IReadOnlyList<(string? Name, nint Handle)>, T> read)
    {
        var scope = (IDisposable)_newScope.Invoke(null, null)!;
        try
        {
            return Call(call, observer, begin, read, [.. inputs.Select(input => NativeTensor.Alias(input.Handle))]);
        }
        finally
        {
            // What a first forward puts into static fields is read by the next ones.
            if (_firstScope is null) _firstScope = scope;
            else scope.Dispose();
        }
    }

    private T Call<T>(
        ModelCall call, ICallObserver observer, Action<IReadOnlyList<nint>> begin,
        Func<IReadOnlyList<(string? Name, nint Handle)>, T> read, nint[] handles)
    {
        object[] copied = [.. handles.Select(handle => _wrap.Invoke(null, [handle])!)];
        begin(handles);
        _context.Observe(observer);
        object? output;
        try
        {
            output = call.Invoke(_types, _model, copied);
            // An iterator computes when it is read.
            output = new ModelOutputs(_types.Map(typeof(Tensor))).Of(output);
        }
        finally
        {
            _context.Observe(new ScalarObserver(_context.Functions, Scalars));
        }
        var tensors = (IReadOnlyList<(string? Name, object Tensor)>)output;
        var result = read([.. tensors.Select(t => (t.Name, TensorAliases.HandleOf(t.Tensor)))]);
        GC.KeepAlive(copied);
        GC.KeepAlive(tensors);
        return result;
    }

    /// <summary>All tensors of the application that the model holds now, and those in static fields of its assemblies.</summary>
    public IReadOnlyList<Tensor> HeldBy(nn.Module model)
    {
        using var aliases = new TensorAliases();
        var copier = new ObjectCopier(_types, aliases);
        copier.Copy(model);
        return [.. copier.Copies.Keys.OfType<Tensor>(), .. StaticTensors.Of(_context.Copied)];
    }

    public void Dispose()
    {
        _context.Observe(null);
        _firstScope?.Dispose();
        _aliases.Dispose();
        _context.Release();
    }
}
