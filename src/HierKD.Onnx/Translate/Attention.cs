using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Attention: torch's native layer, and the function.</summary>
internal static class Attention
{
    public static IEnumerable<Operator> All =>
    [
        new("THSNN_MultiheadAttention_forward",
            "module:M query:T key:T value:T key_padding_mask:T? need_weights:N attn_mask:T? res1:O res2:O", Multihead),
        new("THSNN_scaled_dot_product_attention", "query:T key:T value:T attention_mask:T? p:N casual:N", ScaledDotProduct),
    ];

    private static void Multihead(Operation operation, GraphBuilder graph)
    {
        var layer = AttentionLayer.At(operation, graph);
        var type = operation.Result.Type;
        var (query, key, value) = (operation.Operand("query"), operation.Operand("key"), operation.Operand("value"));
        var (length, batch) = (query.Shape[0], query.Shape[1]);
        if (!query.Shape[0].IsFixed || !key.Shape[0].IsFixed)
        {
            throw operation.Refuse("the length of its sequence grows with the batch.", "Its axes are [length, batch, width].");
        }
        var queries = layer.Heads(query, 0, type);
        var scaled = graph.Node("Mul", [queries.Name, graph.Number(1 / Math.Sqrt(layer.HeadWidth), type)], type, queries.Shape);
        var (keys, values) = (layer.Heads(key, 1, type), layer.Heads(value, 2, type));
        var turned = graph.Node(
            "Transpose", [keys.Name], type, [keys.Shape[0], keys.Shape[2], keys.Shape[1]], ("perm", (long[])[0, 2, 1]));
        Dimension[] square = [queries.Shape[0], length, key.Shape[0]];
        var products = graph.Node("MatMul", [scaled, turned], type, square);
        var scores = Masked(operation, graph, products, type, square, [batch, layer.HeadCount, length, key.Shape[0]]);
        var weights = graph.Node("Softmax", [scores], type, square, ("axis", -1L));
        var attended = graph.Node("MatMul", [weights, values.Name], type, queries.Shape);
        var joined = graph.Reshape(
            graph.Node("Transpose", [attended], type, [length, queries.Shape[0], layer.HeadWidth], ("perm", (long[])[1, 0, 2])),
            type, [length, batch, layer.Width]);
        graph.Bind(operation.Result, layer.Project(joined, "out_proj.weight", "out_proj.bias", type, operation.Result.Shape));
        if (operation.Results.Count == 1) return;
        var perHead = graph.Reshape(weights, type, [batch, layer.HeadCount, length, key.Shape[0]]);
        graph.Bind(operation.Results[1], graph.Node(
            "ReduceMean", [perHead], type, operation.Results[1].Shape, ("axes", (long[])[1]), ("keepdims", 0L)));
    }

    // Torch's native layer adds its mask, even one of truth values, which adds 1 where Python's layer leaves a key out.
    private static string Masked(
        Operation operation, GraphBuilder graph, string scores, ScalarType type, Dimension[] square, Dimension[] perHead)
    {
        if (operation.OptionalOperand("attn_mask") is { } mask)
        {
            scores = graph.Node("Add", [scores, graph.Use(mask, type)], type, square);
        }
        if (operation.OptionalOperand("key_padding_mask") is not { } padding) return scores;
        var left = graph.Reshape(graph.Use(padding, ScalarType.Bool), ScalarType.Bool, [perHead[0], 1, 1, perHead[3]]);
        string[] inputs = [left, graph.Number(double.NegativeInfinity, type), graph.Reshape(scores, type, perHead)];
        return graph.Reshape(graph.Node("Where", inputs, type, perHead), type, square);
    }

    private static void ScaledDotProduct(Operation operation, GraphBuilder graph)
    {
        if (operation.Number("p") > 0) throw operation.Refuse("it draws random numbers.", "Give it p: 0 in evaluation mode.");
        var (query, key) = (operation.Operand("query"), operation.Operand("key"));
        var (type, rank) = (operation.Result.Type, query.Shape.Count);
        if (key.Shape.Count != rank || operation.Operand("value").Shape.Count != rank)
        {
            throw operation.Refuse("its queries, keys and values have other numbers of axes.", "Give them the same with unsqueeze.");
        }
        if (!query.Shape[^1].IsFixed) throw operation.Refuse("its width grows with the batch.", "Its axes are [..., length, width].");
        Dimension[] square = [.. query.Shape.SkipLast(1), key.Shape[^2]];
        long[] axes = [.. Enumerable.Range(0, rank - 2).Select(a => (long)a), rank - 1, rank - 2];
        var turned = graph.Node("Transpose", [graph.Use(key)], type, [.. axes.Select(a => key.Shape[(int)a])], ("perm", axes));
        var products = graph.Node("MatMul", [graph.Use(query), turned], type, square);
        var scores = graph.Node("Mul", [products, graph.Number(1 / Math.Sqrt(query.Shape[^1].Fixed), type)], type, square);
        if (operation.OptionalOperand("attention_mask") is { } mask) scores = Mask(graph, scores, mask, type, square);
        if (operation.Truth("casual"))
        {
            if (square[^1] is not { IsFixed: true } to || square[^2] is not { IsFixed: true } from)
            {
                throw operation.Refuse("the length of its sequence grows with the batch.", "Its axes are [..., length, width].");
            }
            var past = graph.Tensor(full([from.Fixed, to.Fixed], double.NegativeInfinity, dtype: type).triu(1), "past");
            scores = graph.Node("Add", [scores, past], type, square);
        }
        var weights = graph.Node("Softmax", [scores], type, square, ("axis", -1L));
        if (operation.OptionalOperand("attention_mask") is not null || operation.Truth("casual"))
        {
            weights = WithoutEmptyRows(graph, scores, weights, type, square);
        }
        graph.Result(operation, "MatMul", [weights, graph.Use(operation.Operand("value"))]);
    }

    // Where a mask leaves nothing, torch's function gives zeros and not NaN.
    private static string WithoutEmptyRows(GraphBuilder graph, string scores, string weights, ScalarType type, Dimension[] square)
    {
        Dimension[] rows = [.. square.SkipLast(1), 1];
        var most = graph.Node("ReduceMax", [scores], type, rows, ("axes", (long[])[-1]), ("keepdims", 1L));
        var isEmpty = graph.Node("Equal", [most, graph.Number(double.NegativeInfinity, type)], ScalarType.Bool, rows);
        return graph.Node("Where", [isEmpty, graph.Number(0, type), weights], type, square);
    }

    private static string Mask(GraphBuilder graph, string scores, IOperand mask, ScalarType type, Dimension[] shape) =>
        mask.Type == ScalarType.Bool
            ? graph.Node("Where", [graph.Use(mask), scores, graph.Number(double.NegativeInfinity, type)], type, shape)
            : graph.Node("Add", [scores, graph.Use(mask, type)], type, shape);
}
