namespace HierKD.Onnx.Tests.Write;

/// <summary>The rules find what is wrong. That files break none is required wherever one is loaded.</summary>
public sealed class GraphRulesTests : IDisposable
{
    private static readonly Dimension[] Shape = [new(1, 0), 4];

    private static readonly Dictionary<string, (Func<OnnxGraph, OnnxGraph> Break, string Said)> Mistakes = new()
    {
        ["no name"] = (g => g with { Name = "" }, "graph's name is empty"),
        ["no input"] = (g => g with { Inputs = [] }, "0 inputs"),
        ["an output that nothing makes"] = (g => g with { Outputs = [.. g.Outputs, Value("z")] }, "Nothing makes the output 'z'"),
        ["an input twice"] = (g => g with { Inputs = [.. g.Inputs, Value("x")] }, "'x' is there twice"),
        ["a tensor with the name of a value"] = (g => Named(g, "h"), "'h' is there twice"),
        ["a value that is made twice"] = (g => With(g, 1, n => n with { Outputs = ["h"] }), "'h' is there twice"),
        ["a node's name twice"] = (g => With(g, 1, n => n with { Name = "first" }), "The node 'first' is there twice"),
        ["another order"] = (g => g with { Nodes = [.. g.Nodes.Reverse()] }, "reads 'c', which is not there before it"),
        ["an unknown input"] = (g => With(g, 0, n => n with { Inputs = ["x", "nothing"] }), "reads 'nothing'"),
        ["a node that nothing reads"] = (g => Dead(g), "Nothing reads what the node 'dead' makes"),
        ["a tensor that nothing reads"] = (g => Added(g, "more"), "Nothing reads the tensor 'more'"),
        ["a description of nothing"] = (g => g with { Values = [.. g.Values, Value("z")] }, "'z' is described, and no node makes it"),
        ["two descriptions"] = (g => g with { Values = [.. g.Values, Value("h")] }, "'h' is described twice"),
        ["no description"] = (g => g with { Values = [.. g.Values.Skip(1)] }, "'h' is not described"),
        ["a type that is none"] = (g => g with { Inputs = [new("x", 99, Shape)] }, "elements of no known type"),
        ["a negative size"] = (g => g with { Inputs = [new("x", 1, [new(1, 0), -4])] }, "axis 1, has no size"),
        ["no such operator"] = (g => With(g, 0, n => n with { Kind = "Linear" }), "no rule for such an operator"),
        ["an operator of a later opset"] = (g => With(g, 1, n => n with { Kind = "Gelu" }), "no rule for such an operator"),
        ["too few inputs"] = (g => With(g, 0, n => n with { Inputs = ["x"] }), "input 1 is missing"),
        ["too many inputs"] = (g => With(g, 2, n => n with { Inputs = ["c", "low"] }), "input 1: the operator has none"),
        ["an empty input"] = (g => With(g, 0, n => n with { Inputs = ["x", ""] }), "input 1 is missing"),
        ["too many outputs"] = (g => With(g, 2, n => n with { Outputs = ["y", "z"] }), "output 1: the operator has none"),
        ["an attribute of another operator"] = (g => With(g, 2, n => n with { Attributes = [new("axes", 1L)] }), "'axes' that is not its"),
        ["an attribute of another kind"] = (g => With(g, 2, n => n with { Attributes = [new("axis", 1.0)] }), "'axis' is of kind 1"),
        ["an attribute twice"] = (g => With(g, 2, n => n with { Attributes = [.. n.Attributes, .. n.Attributes] }), "has 'axis' twice"),
        ["an attribute without a name"] = (g => With(g, 2, n => n with { Attributes = [new("", 1L)] }), "name is empty"),
        ["a required attribute is missing"] =
            (g => With(g, 2, n => n with { Kind = "Concat", Attributes = [] }), "has no attribute 'axis'"),
        ["axes where opset 17 has an input"] =
            (g => With(g, 2, n => n with { Kind = "ReduceSum", Attributes = [new("axes", (long[])[1])] }), "'axes' that is not its"),
        ["an input where opset 17 has axes"] =
            (g => With(g, 2, n => n with { Kind = "ReduceMean", Inputs = ["c", "low"], Attributes = [] }), "input 1: the operator"),
        ["truths that are multiplied"] = (g => g with { Inputs = [Value("x", OnnxElementType.Bool)] }, "'x' of bool, which"),
        ["two types in one product"] = (g => g with { Inputs = [Value("x", 11)] }, "'w' of f32 beside f64"),
        ["a cast to another type than is said"] =
            (g => With(g, 2, n => n with { Kind = "Cast", Attributes = [new("to", 7L)] }), "casts to 7, and 'y' is said to be 1"),
    };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFile _file = new();

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Fact]
    public void A_right_graph()
    {
        OnnxFile.Write(_file.Path, Right());
        GraphRules.Require(_file.Path);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_found(string name)
    {
        var (mistake, said) = Mistakes[name];
        OnnxFile.Write(_file.Path, mistake(Right()));
        Assert.Contains(GraphRules.Broken(_file.Path), broken => broken.Contains(said, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _file.Dispose();
        _scope.Dispose();
    }

    private static OnnxGraph Right() => new(
        "Net", "batch", [Value("x")], [Value("y")],
        [
            new OnnxNode("first", "MatMul", ["x", "w"], ["h"], []),
            new OnnxNode("second", "Clip", ["h", "low", ""], ["c"], []),
            new OnnxNode("third", "Softmax", ["c"], ["y"], [new("axis", -1L)]),
        ],
        [Elements("w", ones(4, 4)), Elements("low", tensor(0f))], [Value("h"), Value("c")]);

    private static OnnxValue Value(string name, int type = OnnxElementType.Float) => new(name, type, Shape);

    private static OnnxTensor Elements(string name, Tensor elements) =>
        new(name, elements, new FileTypes(nn.Identity(), [elements]));

    private static OnnxGraph With(OnnxGraph graph, int place, Func<OnnxNode, OnnxNode> change) =>
        graph with { Nodes = [.. graph.Nodes.Select((node, i) => i == place ? change(node) : node)] };

    private static OnnxGraph Added(OnnxGraph graph, string name) =>
        graph with { Initializers = [.. graph.Initializers, Elements(name, ones(2))] };

    private static OnnxGraph Named(OnnxGraph graph, string name) =>
        With(graph, 1, n => n with { Inputs = ["h", name] }) with { Initializers = [graph.Initializers[0], Elements(name, tensor(0f))] };

    private static OnnxGraph Dead(OnnxGraph graph) => graph with
    {
        Nodes = [.. graph.Nodes, new OnnxNode("dead", "Relu", ["h"], ["z"], [])],
        Values = [.. graph.Values, Value("z")],
    };
}
