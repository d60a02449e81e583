using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace HierKD.Onnx;

/// <summary>
/// Where the instrumented TorchSharp lives, with a copy of every assembly that refers to TorchSharp. All other assemblies, and the native
/// library, are those of the application, so that native handles mean the same on both sides.
/// </summary>
internal sealed class InstrumentedContext : AssemblyLoadContext
{
    private static readonly Assembly Original = typeof(TorchSharp.torch).Assembly;

    private readonly AssemblyLoadContext _live;
    private readonly Dictionary<Assembly, Assembly> _copies = [];
    private readonly Dictionary<Assembly, bool> _depends = new() { [Original] = true };
    private FieldInfo _call;
    private FieldInfo _module;

    /// <param name="model">An assembly of the model, which tells where the application's assemblies are found.</param>
    public InstrumentedContext(Assembly model)
        : base("HierKD.Onnx", isCollectible: true)
    {
        _live = GetLoadContext(model) ?? Default;
        var instrumented = InstrumentedTorchSharp.Get();
        Functions = instrumented.Functions;
        TorchSharp = LoadFromStream(new MemoryStream(instrumented.Image));
        _copies.Add(Original, TorchSharp);
        var hooks = TorchSharp.GetType(HookReferences.TypeName, throwOnError: true)!;
        _call = hooks.GetField(HookReferences.CallName)!;
        _module = hooks.GetField(HookReferences.ModuleName)!;
    }

    public Assembly TorchSharp { get; private set; }

    /// <summary>Unloads it. What it holds of itself would keep it: the runtime holds a context until its assemblies are free.</summary>
    public void Release()
    {
        Observe(null);
        _copies.Clear();
        _depends.Clear();
        (TorchSharp, _call, _module) = (null!, null!, null!);
        Unload();
    }

    public IReadOnlyList<NativeFunction> Functions { get; }

    /// <summary>The application's assemblies that have been loaded a second time, but for TorchSharp.</summary>
    public IEnumerable<Assembly> Copied => [.. _copies.Keys.Where(assembly => assembly != Original)];

    /// <summary>Has an observer told of all calls from now on; null for none.</summary>
    public void Observe(ICallObserver? observer)
    {
        _call.SetValue(null, observer is null ? null : (Func<int, object?[], Action<object?>?>)observer.BeforeCall);
        _module.SetValue(null, observer is null ? null : (Action<object?>)(module =>
        {
            if (module is null) observer.Leave();
            else observer.Enter(module);
        }));
    }

    /// <summary>Whether an assembly is TorchSharp or refers to it, at first or second hand.</summary>
    public bool DependsOnTorchSharp(Assembly assembly)
    {
        if (_depends.TryGetValue(assembly, out var known)) return known;
        _depends[assembly] = false;
        return _depends[assembly] = assembly.GetReferencedAssemblies()
            .Where(name => !IsFramework(name))
            .Any(name => Live(name) is { } referred && DependsOnTorchSharp(referred));
    }

    /// <summary>The copy of an assembly that depends on TorchSharp.</summary>
    public Assembly CopyOf(Assembly assembly)
    {
        if (_copies.TryGetValue(assembly, out var copy)) return copy;
        if (assembly.IsDynamic || assembly.Location.Length == 0)
        {
            throw new NotSupportedException(
                $"The export loads assemblies of the model a second time, and '{assembly.GetName().Name}' is no file. Export from an " +
                "ordinary build, with the model's classes in an assembly on disk.");
        }
        copy = LoadFromAssemblyPath(assembly.Location);
        _copies[assembly] = copy;
        return copy;
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        IsFramework(assemblyName) || Live(assemblyName) is not { } live ? null : DependsOnTorchSharp(live) ? CopyOf(live) : live;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        NativeLibrary.TryLoad(unmanagedDllName, Original, null, out var library) ? library : 0;

    private Assembly? Live(AssemblyName name)
    {
        if (name.Name == Original.GetName().Name) return Original;
        try
        {
            return _live.LoadFromAssemblyName(name);
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            // What cannot be loaded has not been loaded for the model either.
            return null;
        }
    }

    private static bool IsFramework(AssemblyName name) =>
        name.Name is null or "netstandard" or "mscorlib" or "System" || name.Name.StartsWith("System.", StringComparison.Ordinal);
}
