using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A list of parameters.</summary>
public class ParameterList : nn.Module, IList<Parameter>
{
    private readonly List<Parameter> _list = [];
    private bool itemsAreRegistered;

    /// <summary>Creates a list.</summary>
    public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => append(parameters);

    /// <summary>The number of parameters.</summary>
    public int Count => _list.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The parameter at a position.</summary>
    public Parameter this[int index]
    {
        get => _list[index];
        set => _list[index] = value;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        if (itemsAreRegistered)
        {
            return;
        }

        for (var position = 0; position < _list.Count; position++)
        {
            register_parameter($"{position}", _list[position]);
        }

        itemsAreRegistered = true;
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
        _list.Select((parameter, position) => ($"{position}", parameter));

    /// <inheritdoc/>
    public override bool has_parameter(string target) => get_parameter(target) is not null;

    /// <inheritdoc/>
    public override Parameter? get_parameter(string target) =>
        int.TryParse(target, out var position) && position >= 0 && position < _list.Count ? _list[position] : null;

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        for (var position = 0; position < _list.Count; position++)
        {
            if (ReplaceParameter(dtype, device, _list[position], out var replacement))
            {
                _list[position].Dispose();
                _list[position] = replacement!;
            }
        }

        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }

    /// <summary>Adds a parameter.</summary>
    public void Add(Parameter item) => _list.Add(item);

    /// <summary>Adds parameters.</summary>
    public void append(params Parameter[] parameters) => _list.AddRange(parameters ?? []);

    /// <summary>Adds parameters.</summary>
    public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);

    /// <summary>Removes all parameters.</summary>
    public void Clear() => _list.Clear();

    /// <summary>Whether a parameter is there.</summary>
    public bool Contains(Parameter item) => _list.Contains(item);

    /// <summary>Copies the parameters.</summary>
    public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    /// <summary>The position of a parameter, or -1.</summary>
    public int IndexOf(Parameter item) => _list.IndexOf(item);

    /// <summary>Adds a parameter at a position.</summary>
    public void Insert(int index, Parameter item) => _list.Insert(index, item);

    /// <summary>Removes a parameter.</summary>
    public bool Remove(Parameter item) => _list.Remove(item);

    /// <summary>Removes the parameter at a position.</summary>
    public void RemoveAt(int index) => _list.RemoveAt(index);

    /// <summary>The parameters, in order.</summary>
    public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
