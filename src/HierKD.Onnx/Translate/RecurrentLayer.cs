using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>The weights of a native recurrent layer, with their gates in ONNX's order.</summary>
internal sealed class RecurrentLayer
{
    private readonly GraphBuilder _graph;
    private readonly string _path;
    private readonly int[] _gates;
    private readonly Dictionary<string, Tensor> _weights;

    private RecurrentLayer(GraphBuilder graph, string path, int[] gates)
    {
        (_graph, _path, _gates) = (graph, path, gates);
        _weights = graph.Paths.At(path).named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
    }

    /// <summary>How many layers stand on each other.</summary>
    public int LayerCount => _weights.Keys.Count(name =>
        name.StartsWith("weight_hh_l", StringComparison.Ordinal) && !name.EndsWith("_reverse", StringComparison.Ordinal));

    /// <summary>Two if it runs backwards as well, one otherwise.</summary>
    public int Directions => _weights.ContainsKey("weight_hh_l0_reverse") ? 2 : 1;

    /// <summary>The width of its state.</summary>
    public long Width => _weights["weight_hh_l0"].shape[1];

    public static RecurrentLayer At(Operation operation, GraphBuilder graph, int[] gates) =>
        new(graph, ((ModuleReference)operation.Arguments["module"]!).Path, gates);

    /// <summary>
    /// The weights of one layer: for its input [directions, gates * width, input], for its state [directions, gates * width, width], and,
    /// if it has them, its biases [directions, 2 * gates * width].
    /// </summary>
    public string[] Weights(int layer)
    {
        string[] directions = Directions == 2 ? ["", "_reverse"] : [""];
        var kinds = _weights.ContainsKey("bias_ih_l0") ? new[] { "weight_ih", "weight_hh", "bias" } : ["weight_ih", "weight_hh"];
        string[] names = [.. kinds.Select(kind =>
        {
            var each = directions.Select(direction => kind == "bias"
                ? Joined(Ordered($"bias_ih_l{layer}{direction}"), Ordered($"bias_hh_l{layer}{direction}"))
                : Ordered($"{kind}_l{layer}{direction}"));
            return _graph.Parameter((_path.Length == 0 ? "" : _path + ".") + $"{kind}_l{layer}.onnx", stack(each.ToList(), 0));
        })];
        return names.Length == 3 ? names : [.. names, ""];
    }

    private static Tensor Joined(params Tensor[] parts) => cat(parts.ToList(), 0);

    private Tensor Ordered(string name)
    {
        var gates = _weights[name].detach().chunk(_gates.Length, 0);
        return Joined([.. _gates.Select(gate => gates[gate])]);
    }
}
