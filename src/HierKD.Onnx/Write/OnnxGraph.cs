namespace HierKD.Onnx;

/// <summary>What a file holds.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="BatchName">The name of the size that is free.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Nodes">The nodes, each behind those that it reads from.</param>
/// <param name="Initializers">The tensors.</param>
/// <param name="Values">All other values.</param>
internal sealed record OnnxGraph(
    string Name, string BatchName, IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs, IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxTensor> Initializers, IReadOnlyList<OnnxValue> Values)
{
    /// <summary>The graph without nodes and tensors that nothing reads.</summary>
    public OnnxGraph WithoutDeadNodes()
    {
        var outputs = Outputs.Select(o => o.Name).ToHashSet();
        var read = new HashSet<string>(outputs);
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
            Values = [.. Values.Where(v => made.Contains(v.Name) && !outputs.Contains(v.Name))],
        };
    }
}
