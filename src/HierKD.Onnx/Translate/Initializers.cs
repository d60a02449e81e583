using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>The tensors of a graph. The same numbers are there once.</summary>
internal sealed class Initializers(GraphNames names, FileTypes types)
{
    private readonly List<OnnxTensor> _tensors = [];
    private readonly Dictionary<string, OnnxTensor> _byName = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, string> _numbers = [];
    private readonly List<(Tensor Elements, string Name)> _constants = [];

    public IReadOnlyList<OnnxTensor> Tensors => _tensors;

    /// <summary>The type and shape that a tensor has in the file.</summary>
    public bool TryFind(string name, out (ScalarType Type, IReadOnlyList<Dimension> Shape) found)
    {
        var known = _byName.TryGetValue(name, out var tensor);
        found = known ? (tensor!.Type, [.. tensor.Elements.shape.Select(size => (Dimension)size)]) : default;
        return known;
    }

    public string Of(Constant constant, string path)
    {
        if (constant.Parameter is { } parameter)
        {
            if (!_parameters.TryGetValue(parameter, out var name)) _parameters.Add(parameter, name = Add(constant.Tensor, parameter));
            return name;
        }
        foreach (var (elements, name) in _constants)
        {
            if (ReferenceEquals(elements, constant.Tensor) || BatchSlice.AreSame(elements, constant.Tensor)) return name;
        }
        var added = Add(constant.Tensor, path.Length == 0 ? "constant" : path + ".constant");
        _constants.Add((constant.Tensor, added));
        return added;
    }

    public string Add(Tensor elements, string name)
    {
        var unique = names.Unique(name);
        var tensor = new OnnxTensor(unique, elements, types);
        _tensors.Add(tensor);
        _byName.Add(unique, tensor);
        return unique;
    }

    public string Integers(long[] values) => Shared("shape." + string.Join("x", values), () => tensor(values, dtype: ScalarType.Int64));

    public string Integer(long value) => Shared(
        string.Create(CultureInfo.InvariantCulture, $"index.{value}"), () => tensor(value, dtype: ScalarType.Int64));

    public string Number(double value, ScalarType type) => Shared(
        string.Create(CultureInfo.InvariantCulture, $"number.{value:R}.{type}"),
        () => tensor(types.Convert(value, type), dtype: ScalarType.Float64).to_type(type));

    public string Whole(long value, ScalarType type) => Shared(
        string.Create(CultureInfo.InvariantCulture, $"number.{value}.{type}"), () => tensor(value, dtype: ScalarType.Int64).to_type(type));

    private string Shared(string key, Func<Tensor> make)
    {
        if (!_numbers.TryGetValue(key, out var name)) _numbers.Add(key, name = Add(make(), key));
        return name;
    }
}
