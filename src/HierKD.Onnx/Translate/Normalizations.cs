using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Batch, layer, instance, group and local normalisation.</summary>
internal static class Normalizations
{
    public static IEnumerable<Operator> All =>
    [
        new("THSNN_batch_norm", "input:T running_mean:T? running_var:T? weight:T? bias:T? training:N momentum:N eps:N", Batch),
        new("THSNN_layer_norm", "input:T normalized_shape:L weight:T? bias:T? eps:N", Layer),
        new("THSNN_instance_norm", "input:T running_mean:T? running_var:T? weight:T? bias:T? use_input_stats:N momentum:N eps:N", Instance),
        new("THSNN_group_norm", "input:T num_groups:N weight:T? bias:T? eps:N", Group),
        new("THSNN_local_response_norm", "input:T size:N alpha:N beta:N k:N", LocalResponse),
    ];

    private static void Batch(Operation operation, GraphBuilder graph)
    {
        if (operation.Truth("training") || operation.OptionalOperand("running_mean") is null)
        {
            throw operation.Refuse(
                "it takes its statistics from the batch.",
                "Keep running statistics and use them in evaluation mode, as nn.BatchNorm does.");
        }
        Running(operation, graph);
    }

    private static void Running(Operation operation, GraphBuilder graph)
    {
        var input = operation.Operand("input");
        var channels = Channels(operation);
        graph.Result(operation, "BatchNormalization",
        [
            graph.Use(input), Weight(operation, graph, "weight", channels, 1), Weight(operation, graph, "bias", channels, 0),
            graph.Use(operation.Operand("running_mean")), graph.Use(operation.Operand("running_var")),
        ], ("epsilon", operation.Number("eps")));
    }

    private static void Layer(Operation operation, GraphBuilder graph)
    {
        var shape = operation.Integers("normalized_shape");
        var scale = operation.OptionalOperand("weight") is { } weight
            ? graph.Use(weight)
            : graph.Tensor(ones(shape, dtype: operation.Result.Type), "weight");
        string[] inputs = [graph.Use(operation.Operand("input")), scale];
        if (operation.OptionalOperand("bias") is { } bias) inputs = [.. inputs, graph.Use(bias)];
        graph.Result(operation, "LayerNormalization", inputs, ("axis", -(long)shape.Length), ("epsilon", operation.Number("eps")));
    }

    private static void Instance(Operation operation, GraphBuilder graph)
    {
        if (!operation.Truth("use_input_stats"))
        {
            Running(operation, graph);
            return;
        }
        var input = operation.Operand("input");
        var channels = Channels(operation);
        graph.Result(operation, "InstanceNormalization",
            [graph.Use(input), Weight(operation, graph, "weight", channels, 1), Weight(operation, graph, "bias", channels, 0)],
            ("epsilon", operation.Number("eps")));
    }

    // ONNX has it from opset 18 on, and computes it there as here.
    private static void Group(Operation operation, GraphBuilder graph)
    {
        var (input, type) = (operation.Operand("input"), operation.Result.Type);
        var (shape, groups) = (input.Shape, operation.Integer("num_groups"));
        if (shape.Skip(1).Any(d => !d.IsFixed)) throw operation.Refuse("its image grows with the batch.", "Keep the size.");
        Dimension[] grouped = [shape[0], groups, shape.Skip(1).Aggregate(1L, (product, d) => product * d.Fixed) / groups];
        var normalized = graph.Node(
            "InstanceNormalization",
            [
                graph.Reshape(graph.Use(input), type, grouped), graph.Tensor(ones(groups, dtype: type), "group.weight"),
                graph.Tensor(zeros(groups, dtype: type), "group.bias"),
            ], type, grouped, ("epsilon", operation.Number("eps")));
        var result = graph.Reshape(normalized, type, shape);
        Dimension[] perChannel = [shape[1], .. Enumerable.Repeat((Dimension)1, shape.Count - 2)];
        if (operation.OptionalOperand("weight") is { } weight)
        {
            result = graph.Node("Mul", [result, graph.Reshape(graph.Use(weight), type, perChannel)], type, shape);
        }
        if (operation.OptionalOperand("bias") is { } bias)
        {
            result = graph.Node("Add", [result, graph.Reshape(graph.Use(bias), type, perChannel)], type, shape);
        }
        graph.Bind(operation.Result, result);
    }

    private static void LocalResponse(Operation operation, GraphBuilder graph)
    {
        // Torch and ONNX put the odd channel of an even size on other sides.
        if (operation.Integer("size") % 2 == 0) throw operation.Refuse("its size is even.", "Take an odd size.");
        if (operation.Result.Rank != 4) throw operation.Refuse("its input has not the axes [N, C, H, W].", "Give it these with unsqueeze.");
        graph.Result(
            operation, "LRN", [graph.Use(operation.Operand("input"))], ("size", operation.Integer("size")),
            ("alpha", operation.Number("alpha")), ("beta", operation.Number("beta")), ("bias", operation.Number("k")));
    }

    private static long Channels(Operation operation) => operation.Operand("input").Shape[1] is { IsFixed: true } channels
        ? channels.Fixed
        : throw operation.Refuse("the number of its channels grows with the batch.", "Its axes are [N, C, ...].");

    private static string Weight(Operation operation, GraphBuilder graph, string name, long channels, double absent) =>
        operation.OptionalOperand(name) is { } weight
            ? graph.Use(weight)
            : graph.Tensor(full([channels], absent, dtype: operation.Result.Type), name);
}
