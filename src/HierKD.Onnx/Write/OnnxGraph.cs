namespace HierKD.Onnx;

/// <summary>What a file holds.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="BatchName">The name of the size that is free.</param>
/// <param name="Input">The input.</param>
/// <param name="Output">The output.</param>
/// <param name="Nodes">The nodes, each behind those that it reads from.</param>
/// <param name="Initializers">The tensors.</param>
/// <param name="Values">All other values.</param>
internal sealed record OnnxGraph(
    string Name, string BatchName, OnnxValue Input, OnnxValue Output, IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxTensor> Initializers, IReadOnlyList<OnnxValue> Values)
{
    /// <summary>The graph without nodes and tensors that nothing reads.</summary>
    public OnnxGraph WithoutDeadNodes()
    {
        var read = new HashSet<string> { Output.Name };
        var alive = new Stack<OnnxNode>();
        foreach (var node in Nodes.Reverse().Where(n => n.Outputs.Any(read.Contains)))
        {
            alive.Push(node);
            read.UnionWith(node.Inputs);
        }
        var made = alive.SelectMany(n => n.Outputs).ToHashSet();
        return this with
        {
            Nodes = [.. alive],
            Initializers = [.. Initializers.Where(t => read.Contains(t.Name))],
            Values = [.. Values.Where(v => made.Contains(v.Name) && v.Name != Output.Name)],
        };
    }
}
