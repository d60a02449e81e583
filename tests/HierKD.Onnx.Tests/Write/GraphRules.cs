namespace HierKD.Onnx.Tests.Write;

/// <summary>
/// What ONNX requires of a file of IR version 8 and opset 17, as its own checker does: see IR.md and the operators' declarations in the
/// specification. Beyond that, nothing in a file is superfluous, and it says of every value what it is.
/// </summary>
internal sealed class GraphRules
{
    private readonly ProtobufReader _graph;
    private readonly string _folder;
    private readonly ProtobufReader[] _nodes;
    private readonly ProtobufReader[] _inputs;
    private readonly ProtobufReader[] _outputs;
    private readonly ProtobufReader[] _described;
    private readonly string[] _tensors;

    private GraphRules(ProtobufReader graph, string folder)
    {
        (_graph, _folder) = (graph, folder);
        _nodes = [.. graph.Messages(1)];
        _inputs = [.. graph.Messages(11)];
        _outputs = [.. graph.Messages(12)];
        _described = [.. graph.Messages(13)];
        _tensors = [.. graph.Messages(5).Select(t => FieldRules.NameOf(t, 8))];
    }

    private string[] Inputs => [.. _inputs.Select(v => FieldRules.NameOf(v, 1))];

    private string[] Outputs => [.. _outputs.Select(v => FieldRules.NameOf(v, 1))];

    private string[] Described => [.. _described.Select(v => FieldRules.NameOf(v, 1))];

    private IEnumerable<string> Made => _nodes.SelectMany(n => n.Texts(2)).Where(name => name.Length > 0);

    /// <summary>Requires that a file breaks no rule.</summary>
    public static void Require(string path)
    {
        var broken = Broken(path);
        Assert.True(broken.Count == 0, $"{Path.GetFileName(path)} is not what ONNX requires:\n{string.Join('\n', broken)}");
    }

    /// <summary>What is wrong with a file.</summary>
    public static IReadOnlyList<string> Broken(string path)
    {
        var model = new ProtobufReader(File.ReadAllBytes(path));
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return [.. OfModel(model), .. model.Messages(7).Take(1).SelectMany(graph => new GraphRules(graph, folder).OfGraph())];
    }

    private static IEnumerable<string> OfModel(ProtobufReader model)
    {
        foreach (var broken in FieldRules.Unknown(model, "The model", 1, 2, 3, 4, 5, 6, 7, 8, 14)) yield return broken;
        if (!model.Integers(1).SequenceEqual([8])) yield return $"The IR version is [{string.Join(", ", model.Integers(1))}], not 8.";
        var opsets = model.Messages(8).Select(o => (Domain: FieldRules.NameOf(o, 1), Version: FieldRules.Number(o, 2))).ToArray();
        if (opsets is not [("", 17)]) yield return $"The opsets are {string.Join(", ", opsets)}, not 17 of the default domain.";
        if (model.Count(7) != 1) yield return $"There are {model.Count(7)} graphs.";
    }

    private IEnumerable<string> OfGraph() =>
    [
        .. FieldRules.Unknown(_graph, "The graph", 1, 2, 5, 10, 11, 12, 13),
        .. FieldRules.Text(_graph, 2, "The graph's name"),
        .. _graph.Messages(5).SelectMany(tensor => TensorRules.Broken(tensor, _folder)),
        .. _inputs.Concat(_outputs).Concat(_described).SelectMany(ValueRules.Broken),
        .. _nodes.SelectMany(NodeRules.Broken),
        .. Names(),
        .. Order(),
        .. Superfluous(),
        .. Types(),
    ];

    private IEnumerable<string> Names()
    {
        if (_inputs.Length == 0 || _outputs.Length == 0) yield return $"There are {_inputs.Length} inputs and {_outputs.Length} outputs.";
        foreach (var name in Twice(Inputs.Concat(_tensors).Concat(Made))) yield return $"The value '{name}' is there twice.";
        foreach (var name in Twice(Outputs.Concat(Described))) yield return $"The value '{name}' is described twice.";
        foreach (var name in Twice(_nodes.Select(n => FieldRules.NameOf(n, 3)))) yield return $"The node '{name}' is there twice.";
    }

    private IEnumerable<string> Order()
    {
        var known = Inputs.Concat(_tensors).ToHashSet();
        foreach (var node in _nodes)
        {
            foreach (var name in node.Texts(1).Where(name => name.Length > 0 && !known.Contains(name)))
            {
                yield return $"The node '{FieldRules.NameOf(node, 3)}' reads '{name}', which is not there before it.";
            }
            known.UnionWith(node.Texts(2));
        }
        foreach (var name in Outputs.Where(name => !known.Contains(name))) yield return $"Nothing makes the output '{name}'.";
    }

    private IEnumerable<string> Superfluous()
    {
        var read = _nodes.SelectMany(n => n.Texts(1)).Concat(Outputs).ToHashSet();
        foreach (var node in _nodes.Where(n => !n.Texts(2).Any(read.Contains)))
        {
            yield return $"Nothing reads what the node '{FieldRules.NameOf(node, 3)}' makes.";
        }
        foreach (var name in _tensors.Where(name => !read.Contains(name))) yield return $"Nothing reads the tensor '{name}'.";
        foreach (var name in Described.Except(Made)) yield return $"'{name}' is described, and no node makes it.";
        foreach (var name in Made.Except(Described).Except(Outputs)) yield return $"The value '{name}' is not described.";
    }

    private IEnumerable<string> Types()
    {
        var types = _inputs.Concat(_outputs).Concat(_described)
            .Select(v => (Name: FieldRules.NameOf(v, 1), Type: ValueRules.ElementTypeOf(v)))
            .Concat(_graph.Messages(5).Select(t => (Name: FieldRules.NameOf(t, 8), Type: (int)FieldRules.Number(t, 2))))
            .GroupBy(v => v.Name).ToDictionary(g => g.Key, g => g.First().Type);
        return _nodes.SelectMany(node => TypeRules.Broken(node, types));
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key);
}
