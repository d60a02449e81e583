using System.Reflection;
using System.Runtime.ExceptionServices;
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
    private readonly MethodInfo _call;
    private readonly MethodInfo _wrap;
    private readonly MethodInfo _newScope;

    public ModelCopy(nn.Module<Tensor, Tensor> model)
    {
        _context = new InstrumentedContext(model.GetType().Assembly);
        try
        {
            _context.Observe(new ScalarObserver(_context.Functions, Scalars));
            var types = new TypeMap(_context);
            var copier = new ObjectCopier(types, _aliases);
            _model = copier.Copy(model);
            Paths = new ModulePaths(model, copier.Copies);
            _wrap = types.Map(typeof(Tensor)).GetMethod("UnsafeCreateTensor", [typeof(nint)])!;
            _newScope = types.Map(typeof(TorchSharp.torch)).GetMethod("NewDisposeScope", [])!;
            _call = types.Map(typeof(nn.Module<Tensor, Tensor>)).GetMethod("call", [types.Map(typeof(Tensor))])!;
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
    /// Calls the model. What is done to the handles of its input and output is up to the callers, and what the forward has left is freed
    /// behind <paramref name="read"/>.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="observer">Who is told of all calls.</param>
    /// <param name="begin">Gets the handle of the input before the call.</param>
    /// <param name="read">Gets the handle of the output behind it.</param>
    public T Call<T>(Tensor input, ICallObserver observer, Action<nint> begin, Func<nint, T> read)
    {
        using var scope = (IDisposable)_newScope.Invoke(null, null)!;
        var handle = NativeTensor.Alias(input.Handle);
        var copied = _wrap.Invoke(null, [handle])!;
        begin(handle);
        _context.Observe(observer);
        object? output;
        try
        {
            output = _call.Invoke(_model, [copied]);
        }
        catch (TargetInvocationException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException ?? failure);
            throw;
        }
        finally
        {
            _context.Observe(new ScalarObserver(_context.Functions, Scalars));
        }
        if (output is null) throw new OnnxExportException("The model's forward gives null. It must give a tensor.");
        var result = read(TensorAliases.HandleOf(output));
        GC.KeepAlive(copied);
        GC.KeepAlive(output);
        return result;
    }

    public void Dispose()
    {
        _context.Observe(null);
        _aliases.Dispose();
        _context.Unload();
    }
}
