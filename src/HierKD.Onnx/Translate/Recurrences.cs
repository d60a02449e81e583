namespace HierKD.Onnx;

/// <summary>Torch's native recurrent layers.</summary>
internal static class Recurrences
{
    // ONNX wants the gates in another order than torch's i, f, g, o and r, z, n.
    private static readonly int[] LstmGates = [0, 3, 1, 2];
    private static readonly int[] GruGates = [1, 0, 2];

    public static IEnumerable<Operator> All =>
    [
        new("THSNN_LSTM_forward", "module:M input:T h_0:T c_0:T h_n:O c_n:O", (o, g) => Write(o, g, "LSTM", LstmGates, ["h_0", "c_0"])),
        new("THSNN_GRU_forward", "module:M input:T h_0:T h_n:O", (o, g) =>
            Write(o, g, "GRU", GruGates, ["h_0"], ("linear_before_reset", 1L))),
    ];

    private static void Write(
        Operation operation, GraphBuilder graph, string kind, int[] gates, string[] states, params OnnxAttribute[] attributes)
    {
        var layer = RecurrentLayer.At(operation, graph, gates);
        var (input, type) = (operation.Operand("input"), operation.Result.Type);
        if (input.Shape.Count != 3) throw operation.Refuse("its input has no batch axis.", "Give it one with unsqueeze.");
        var isBatchFirst = IsBatchFirst(operation);
        var sequence = graph.Use(input);
        Dimension[] shape = [.. input.Shape];
        if (isBatchFirst) sequence = Turn(graph, sequence, operation, shape = [shape[1], shape[0], shape[2]]);
        var (length, batch) = (shape[0], shape[1]);

        string[] begun = [.. states.Select(state => graph.Use(operation.Operand(state)))];
        var ended = states.Select(_ => new List<string>()).ToArray();
        for (var i = 0; i < layer.LayerCount; i++)
        {
            Dimension[] state = [layer.Directions, batch, layer.Width];
            string[] initial = [.. begun.Select(all => layer.LayerCount == 1 ? all : graph.Node(
                "Slice", [all, graph.Integers(i * layer.Directions), graph.Integers((i + 1) * layer.Directions), graph.Integers(0)],
                type, state))];
            var outputs = graph.Nodes(
                kind, [sequence, .. layer.Weights(i), "", .. initial],
                [(type, [length, layer.Directions, batch, layer.Width]), .. states.Select(_ => (type, (IReadOnlyList<Dimension>)state))],
                [("hidden_size", layer.Width), ("direction", layer.Directions == 2 ? "bidirectional" : "forward"), .. attributes]);
            foreach (var (list, output) in ended.Zip(outputs.Skip(1))) list.Add(output);
            var turned = graph.Node(
                "Transpose", [outputs[0]], type, [length, batch, layer.Directions, layer.Width], ("perm", (long[])[0, 2, 1, 3]));
            sequence = graph.Reshape(turned, type, [length, batch, layer.Directions * layer.Width]);
        }
        graph.Bind(operation.Result, isBatchFirst ? Turn(graph, sequence, operation, operation.Result.Shape) : sequence);
        foreach (var (result, list) in operation.Results.Skip(1).Zip(ended))
        {
            graph.Bind(result, list.Count == 1 ? list[0] : graph.Node("Concat", list, type, result.Shape, ("axis", 0L)));
        }
    }

    private static string Turn(GraphBuilder graph, string value, Operation operation, IReadOnlyList<Dimension> shape) =>
        graph.Node("Transpose", [value], operation.Result.Type, shape, ("perm", (long[])[1, 0, 2]));

    // No public property says it; the state's second axis is the batch.
    private static bool IsBatchFirst(Operation operation)
    {
        var (shape, batch) = (operation.Operand("input").Shape, operation.Results[1].Shape[1]);
        return (shape[0] == batch, shape[1] == batch) switch
        {
            (true, false) => true,
            (false, true) => false,
            _ => throw operation.Refuse(
                "the length of its sequence is the size of the batch, and which is which cannot be told.", "Take another length."),
        };
    }
}
