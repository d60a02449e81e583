using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A graph while operators are added to it.</summary>
internal sealed class GraphBuilder
{
    private readonly RecordedModel _recorded;
    private readonly FileNames _fileNames;
    private readonly GraphNames _names = new();
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxValue> _values = [];
    private readonly Dictionary<int, string> _bound = [];
    private readonly Dictionary<string, (ScalarType Type, IReadOnlyList<Dimension> Shape)> _typed = [];
    private readonly Initializers _initializers;
    private string _path = "";
    private string? _batch;

    public GraphBuilder(ModulePaths paths, RecordedModel recorded, FileTypes types, FileNames names)
    {
        (Paths, _recorded, _fileNames) = (paths, recorded, names);
        _initializers = new Initializers(_names, types);
        foreach (var name in names.Inputs.Concat(names.Outputs)) _ = _names.Unique(name);
        foreach (var (input, name) in recorded.Inputs.Zip(names.Inputs))
        {
            _bound.Add(input.Number, name);
            _typed.Add(name, (input.Type, input.Shape));
        }
    }

    /// <summary>Where native modules are found.</summary>
    public ModulePaths Paths { get; }

    /// <summary>The graph of all operations.</summary>
    public OnnxGraph Build()
    {
        foreach (var operation in _recorded.Operations)
        {
            _path = operation.ModulePath;
            try
            {
                operation.Operator.Translate(operation, this);
            }
            catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or KeyNotFoundException
                or InvalidCastException or IndexOutOfRangeException)
            {
                throw operation.Refuse(
                    $"its arguments are of a form that the export does not know ({failure.GetType().Name}).",
                    "Write the same with other operators, or report it.");
            }
        }
        _path = "";
        foreach (var (output, name) in _recorded.Outputs.Zip(_fileNames.Outputs))
        {
            _nodes.Add(new OnnxNode(_names.Unique(name + "/Identity"), "Identity", [Use(output)], [name], []));
        }
        return new OnnxGraph(
            _fileNames.Model, _fileNames.Batch,
            [.. _recorded.Inputs.Zip(_fileNames.Inputs).Select(p => InFile(p.First, p.Second))],
            [.. _recorded.Outputs.Zip(_fileNames.Outputs).Select(p => InFile(p.First, p.Second))],
            _nodes, _initializers.Tensors, _values).WithoutDeadNodes();
    }

    /// <summary>The name of an operand's value.</summary>
    public string Use(IOperand operand)
    {
        if (operand is Value value)
        {
            return _bound.TryGetValue(value.Number, out var bound)
                ? bound
                : throw OnnxExportException.At(
                    _path, null, "it uses a result of an operator that the export does not write, such as the places of a maximum.",
                    "Do without it.");
        }
        var constant = (Constant)operand;
        var name = _initializers.Of(constant, _path);
        return constant.Shape.All(d => d.IsFixed) ? name : Node("Expand", [name, ShapeOf(constant.Shape)], constant.Type, constant.Shape);
    }

    /// <summary>The name of an operand's value, as elements of another type.</summary>
    public string Use(IOperand operand, ScalarType type) => Cast(Use(operand), operand.Type, type, operand.Shape);

    /// <summary>Elements as another type.</summary>
    public string Cast(string value, ScalarType from, ScalarType to, IReadOnlyList<Dimension> shape) =>
        from == to ? value : Node("Cast", [value], to, shape, ("to", (long)OnnxElementType.Of(to)));

    /// <summary>Says that a recorded value is this one of the graph.</summary>
    public void Bind(Value value, string name) => _bound[value.Number] = name;

    /// <summary>Adds a node for an operation's result.</summary>
    public void Result(Operation operation, string kind, IReadOnlyList<string> inputs, params OnnxAttribute[] attributes) =>
        Bind(operation.Result, Node(kind, inputs, operation.Result.Type, operation.Result.Shape, attributes));

    /// <summary>Adds a node; gives the name of its value.</summary>
    public string Node(
        string kind, IReadOnlyList<string> inputs, ScalarType type, IReadOnlyList<Dimension> shape, params OnnxAttribute[] attributes) =>
        Nodes(kind, inputs, type, [shape], attributes)[0];

    /// <summary>Adds a node with several results; gives the names of its values.</summary>
    public string[] Nodes(
        string kind, IReadOnlyList<string> inputs, ScalarType type, IReadOnlyList<IReadOnlyList<Dimension>> shapes,
        params OnnxAttribute[] attributes) =>
        Nodes(kind, inputs, [.. shapes.Select(shape => (type, shape))], attributes);

    /// <summary>Adds a node with results of several types; gives the names of its values.</summary>
    public string[] Nodes(
        string kind, IReadOnlyList<string> inputs, IReadOnlyList<(ScalarType Type, IReadOnlyList<Dimension> Shape)> results,
        params OnnxAttribute[] attributes)
    {
        if (kind == "Cast") return Write(kind, inputs, results, attributes);
        // The first operand of a choice is the truth value that it is made by.
        inputs = [.. inputs.Select((input, i) => kind == "Where" && i == 0 ? input : Widened(kind, input))];
        if (!NodeTypes.GivesWhatItTakes(kind)) return Write(kind, inputs, results, attributes);
        (ScalarType Type, IReadOnlyList<Dimension> Shape)[] computed =
            [.. results.Select(result => (NodeTypes.For(kind, result.Type, _path), result.Shape))];
        var values = Write(kind, inputs, computed, attributes);
        return [.. values.Select((value, i) => Cast(value, computed[i].Type, results[i].Type, results[i].Shape))];
    }

    private string Widened(string kind, string input) =>
        _typed.TryGetValue(input, out var known) || _initializers.TryFind(input, out known)
            ? Cast(input, known.Type, NodeTypes.For(kind, known.Type, _path), known.Shape)
            : input;

    private string[] Write(
        string kind, IReadOnlyList<string> inputs, IReadOnlyList<(ScalarType Type, IReadOnlyList<Dimension> Shape)> results,
        OnnxAttribute[] attributes)
    {
        var name = _names.Unique(_path.Length == 0 ? kind : $"{_path}/{kind}");
        string[] outputs = results.Count == 1
            ? [name]
            : [.. Enumerable.Range(0, results.Count).Select(i => _names.Unique($"{name}.{i}"))];
        foreach (var (output, (type, shape)) in outputs.Zip(results))
        {
            _values.Add(new OnnxValue(output, OnnxElementType.Of(type), shape));
            _typed.Add(output, (type, shape));
        }
        _nodes.Add(new OnnxNode(name, kind, inputs, outputs, attributes));
        return outputs;
    }

    /// <summary>A list of integers.</summary>
    public string Integers(params long[] values) => _initializers.Integers(values);

    /// <summary>A single integer, which takes its axis away.</summary>
    public string Index(long value) => _initializers.Integer(value);

    /// <summary>A number.</summary>
    public string Number(double value, ScalarType type) => _initializers.Number(value, type);

    /// <summary>A number of any type; a whole one exactly.</summary>
    public string Number(object value, ScalarType type) => value is long whole && !type.IsFloat()
        ? _initializers.Whole(whole, type)
        : _initializers.Number(Convert.ToDouble(value, null), type);

    /// <summary>A tensor that the export has computed, named after the module.</summary>
    public string Tensor(Tensor elements, string name) => _initializers.Add(elements, _path.Length == 0 ? name : $"{_path}.{name}");

    /// <summary>A parameter or buffer of the model by its name.</summary>
    public string Parameter(string name, Tensor elements) =>
        _initializers.Of(new Constant(name, elements, [.. elements.shape.Select(size => (Dimension)size)], elements.dtype), _path);

    /// <summary>A shape as a list of integers, computed from the input's if it grows with the batch.</summary>
    public string ShapeOf(IReadOnlyList<Dimension> shape)
    {
        if (shape.All(d => d.IsFixed)) return Integers([.. shape.Select(d => d.Fixed)]);
        var sizes = shape.Select(d => d.IsFixed ? Integers(d.Fixed) : Size(d)).ToArray();
        return sizes.Length == 1 ? sizes[0] : Node("Concat", sizes, ScalarType.Int64, [sizes.Length], ("axis", 0L));
    }

    /// <summary>A value in another shape, with its elements in the same order.</summary>
    public string Reshape(string value, ScalarType type, IReadOnlyList<Dimension> shape) => shape.Any(d => d.IsFixed && d.Fixed == 0)
        ? throw OnnxExportException.At(_path, null, "it brings an empty tensor into another shape.", "Leave empty tensors out.")
        : Node("Reshape", [value, ReshapeTarget(shape)], type, shape);

    private string ReshapeTarget(IReadOnlyList<Dimension> shape) =>
        shape.Count(d => !d.IsFixed) == 1 && shape.All(d => !d.IsFixed || d.Fixed > 0)
            ? Integers([.. shape.Select(d => d.IsFixed ? d.Fixed : -1)])
            : ShapeOf(shape);

    private string Size(Dimension dimension)
    {
        var size = Batch();
        if (dimension.PerSample != 1) size = Node("Mul", [size, Integers(dimension.PerSample)], ScalarType.Int64, [1]);
        return dimension.Fixed == 0 ? size : Node("Add", [size, Integers(dimension.Fixed)], ScalarType.Int64, [1]);
    }

    private string Batch()
    {
        if (_batch is not null) return _batch;
        var path = _path;
        _path = "";
        var (input, name) = _recorded.Inputs.Zip(_fileNames.Inputs).First(p => p.First.Shape.Any(d => !d.IsFixed));
        var axis = input.Shape.Select((d, i) => (d, i)).First(p => !p.d.IsFixed).i;
        var all = Node("Shape", [name], ScalarType.Int64, [input.Rank]);
        _batch = Node("Gather", [all, Integers(axis)], ScalarType.Int64, [1], ("axis", 0L));
        _path = path;
        return _batch;
    }

    private static OnnxValue InFile(IOperand value, string name) => new(name, OnnxElementType.Of(value.Type), value.Shape);
}
