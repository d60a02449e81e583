using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A value of a graph to which functions of single elements are applied.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Name">The value's name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape, which all that is applied to it keeps.</param>
internal sealed record Element(GraphBuilder Graph, string Name, ScalarType Type, IReadOnlyList<Dimension> Shape)
{
    /// <summary>An operand as elements of the result's type.</summary>
    public static Element Of(Operation operation, GraphBuilder graph, string argument) =>
        new(graph, graph.Use(operation.Operand(argument), operation.Result.Type), operation.Result.Type, operation.Operand(argument).Shape);

    public Element Number(double value) => this with { Name = Graph.Number(value, Type) };

    /// <summary>A node whose first input is this.</summary>
    public Element Then(string kind, params OnnxAttribute[] attributes) =>
        this with { Name = Graph.Node(kind, [Name], Type, Shape, attributes) };

    /// <summary>A node whose first input is this, with others behind it.</summary>
    public Element Then(string kind, params Element[] others) =>
        this with { Name = Graph.Node(kind, [Name, .. others.Select(o => o.Name)], Type, Shape) };

    /// <summary>This where another is a number, and a third elsewhere.</summary>
    public Element Unless(Element other, double number, Element elsewhere)
    {
        var isIt = Graph.Node("Equal", [other.Name, Number(number).Name], ScalarType.Bool, Shape);
        return this with { Name = Graph.Node("Where", [isIt, Name, elsewhere.Name], Type, Shape) };
    }

    /// <summary>This while another is within 0.5 of zero, and the other elsewhere.</summary>
    public Element Near(Element other)
    {
        var isFar = Graph.Node("Greater", [other.Then("Abs").Name, Number(0.5).Name], ScalarType.Bool, Shape);
        return this with { Name = Graph.Node("Where", [isFar, other.Name, Name], Type, Shape) };
    }

    /// <summary>A node of this alone.</summary>
    public Element Then(string kind) => this with { Name = Graph.Node(kind, [Name], Type, Shape) };
}
