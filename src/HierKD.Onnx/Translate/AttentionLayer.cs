using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A native attention layer: its weights, and the number of its heads, which no property tells.</summary>
internal sealed class AttentionLayer
{
    private const double Agreement = 1e-3;

    private readonly GraphBuilder _graph;
    private readonly string _path;
    private readonly Dictionary<string, Tensor> _weights;

    private AttentionLayer(GraphBuilder graph, string path, Dictionary<string, Tensor> weights, long heads)
    {
        (_graph, _path, _weights) = (graph, path, weights);
        HeadCount = heads;
    }

    public long HeadCount { get; }

    public long Width => _weights["in_proj_weight"].shape[1];

    public long HeadWidth => Width / HeadCount;

    public static AttentionLayer At(Operation operation, GraphBuilder graph)
    {
        var path = ((ModuleReference)operation.Arguments["module"]!).Path;
        var layer = (MultiheadAttention)graph.Paths.At(path);
        var weights = layer.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        if (!weights.TryGetValue("in_proj_weight", out var projections) || weights.Keys.Any(name => name is "bias_k" or "bias_v"))
        {
            throw operation.Refuse(
                "its keys or values have another width, or a bias of their own.",
                "Write it with Linear and nn.functional.scaled_dot_product_attention.");
        }
        var width = projections.shape[1];
        // More zero keys, or anything else that no weight shows, agrees with no number of heads.
        var heads = Divisors(width).Cast<long?>().FirstOrDefault(count => Agrees(layer, weights, count!.Value)) ??
            throw operation.Refuse(
                "what it computes is not attention as it was published.",
                "Write it with Linear and nn.functional.scaled_dot_product_attention.");
        return new AttentionLayer(graph, path, weights, heads);
    }

    /// <summary>The projected queries (0), keys (1) or values (2).</summary>
    public AttentionHeads Heads(IOperand input, int which, ScalarType type)
    {
        var (length, batch) = (input.Shape[0], input.Shape[1]);
        var weight = Part("in_proj_weight", which);
        var bias = _weights.ContainsKey("in_proj_bias") ? Part("in_proj_bias", which) : null;
        var projected = Project(_graph.Use(input), weight, bias, type, [length, batch, Width]);
        Dimension[] rows = [length, new Dimension(batch.PerSample * HeadCount, batch.Fixed * HeadCount), HeadWidth];
        var turned = _graph.Node(
            "Transpose", [_graph.Reshape(projected, type, rows)], type, [rows[1], rows[0], rows[2]], ("perm", (long[])[1, 0, 2]));
        return new AttentionHeads(turned, [rows[1], rows[0], rows[2]]);
    }

    /// <summary>A product with weights of the layer.</summary>
    public string Project(string input, string weight, string? bias, ScalarType type, IReadOnlyList<Dimension> shape)
    {
        var turned = _graph.Node("Transpose", [Weight(weight)], type, [Width, Width], ("perm", (long[])[1, 0]));
        var product = _graph.Node("MatMul", [input, turned], type, shape);
        return bias is null || !HasWeight(bias) ? product : _graph.Node("Add", [product, Weight(bias)], type, shape);
    }

    private static IEnumerable<long> Divisors(long width) =>
        Enumerable.Range(1, (int)width).Select(d => (long)d).Where(d => width % d == 0);

    private static bool Agrees(MultiheadAttention layer, Dictionary<string, Tensor> weights, long heads)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(17);
        var (type, device, width) = (weights["in_proj_weight"].dtype, weights["in_proj_weight"].device, weights["in_proj_weight"].shape[1]);
        // Far from zero, so that the heads' weights are far from equal.
        var x = 3 * randn([5, 2, width], generator: generator).to(type).to(device);
        var right = layer.forward(x, x, x, null, true, null);
        var parts = nn.functional.linear(x, weights["in_proj_weight"], weights.GetValueOrDefault("in_proj_bias")).chunk(3, -1);
        var (q, k, v) = (Split(parts[0]), Split(parts[1]), Split(parts[2]));
        var scores = nn.functional.softmax(q.matmul(k.transpose(1, 2)) / Math.Sqrt(width / heads), -1);
        var joined = scores.matmul(v).transpose(0, 1).reshape(5, 2, width);
        var output = nn.functional.linear(joined, weights["out_proj.weight"], weights.GetValueOrDefault("out_proj.bias"));
        var averages = scores.view(2, heads, 5, 5).mean([1]);
        return Near(output, right.Item1) && Near(averages, right.Item2);

        Tensor Split(Tensor part) => part.reshape(5, 2 * heads, width / heads).transpose(0, 1);
    }

    private static bool Near(Tensor one, Tensor other) =>
        (one - other).abs().max().to(ScalarType.Float64).item<double>() <=
            Agreement * Math.Max(1e-6, other.abs().max().to(ScalarType.Float64).item<double>());

    private static string Key(string name) => name.Split('#')[0];

    private bool HasWeight(string name) => _weights.ContainsKey(Key(name));

    private static string Part(string name, int which) => $"{name}#{which}";

    // A third of the projections' weight is named as the layer that torch's other implementation has.
    private string Weight(string name)
    {
        var (tensor, part) = (_weights[Key(name)], name.IndexOf('#', StringComparison.Ordinal));
        if (part < 0) return _graph.Parameter(Full(name), tensor);
        var which = name[part + 1] - '0';
        var kind = "qkv"[which] + (Key(name).EndsWith("weight", StringComparison.Ordinal) ? "_proj_weight" : "_proj_bias");
        return _graph.Parameter(Full(kind), tensor.narrow(0, which * Width, Width));
    }

    private string Full(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
