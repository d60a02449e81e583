using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A chain of modules, each called with what the one before returned.</summary>
public partial class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.IModule<Tensor, Tensor>> _modules = [];
    private readonly List<string> _names = [];

    // The name that libtorch gives it, as TorchSharp asks libtorch.
    internal Sequential() : base("torch::nn::SequentialImpl") { }

    /// <summary>Chains modules under their names.</summary>
    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : this()
    {
        foreach (var (name, submodule) in modules)
        {
            Add(name, submodule);
        }
    }

    /// <summary>Chains modules, named by their position.</summary>
    protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : this()
    {
        foreach (var submodule in modules)
        {
            Add(submodule);
        }
    }

    /// <summary>The number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The module at a position.</summary>
    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

    /// <summary>The same modules from a position to before another, as a chain of its own.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? _modules.Count);

    /// <summary>The same modules of a range, as a chain of its own.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(_modules.Count), index.End.GetOffset(_modules.Count));

    /// <summary>Adds a module at the end.</summary>
    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end, named by its position.</summary>
    public Sequential append(nn.IModule<Tensor, Tensor> module)
    {
        Add(module);
        return this;
    }

    internal void Add(nn.IModule<Tensor, Tensor> module) => Add($"{_modules.Count}", module);

    internal void Add(string name, nn.IModule<Tensor, Tensor> module)
    {
        _ = (nn.Module)module;
        _modules.Add(module);
        _names.Add(name);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0)
        {
            return tensor.alias();
        }

        var result = _modules[0].call(tensor);
        for (var position = 1; position < _modules.Count; position++)
        {
            var input = result;
            result = _modules[position].call(input);
            input.Dispose();
        }

        return result;
    }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) =>
        OnChildren(child => child._to(device, dtype, non_blocking));

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
        OnChildren(child => child._to(deviceType, deviceIndex, non_blocking));

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) =>
        OnChildren(child => child._to(dtype, non_blocking));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var child in children())
            {
                child.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private Sequential OnChildren(Action<nn.Module> action)
    {
        foreach (var child in children())
        {
            action(child);
        }

        return this;
    }

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > _modules.Count || end < 0 || end > _modules.Count)
        {
            throw new IndexOutOfRangeException($"[{start}, {end}) is no range of a chain of {_modules.Count} modules.");
        }

        var slice = new Sequential();
        for (var position = start; position < end; position++)
        {
            slice.Add(_names[position], _modules[position]);
        }

        return slice;
    }
}
