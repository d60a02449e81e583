namespace HierKD.Onnx;

/// <summary>Variances and standard deviations.</summary>
internal static class Statistics
{
    public static IEnumerable<Operator> All =>
    [
        new("THSTensor_var", "tensor:T unbiased:N", (o, g) => Deviation(o, g, [], keep: false, root: false)),
        new("THSTensor_std", "tensor:T unbiased:N", (o, g) => Deviation(o, g, [], keep: false, root: true)),
        new("THSTensor_var_along_dimensions", "tensor:T dimensions:L unbiased:N keepdim:N", (o, g) => Along(o, g, root: false)),
        new("THSTensor_std_along_dimensions", "tensor:T dimensions:L unbiased:N keepdim:N", (o, g) => Along(o, g, root: true)),
        new("THSTensor_var_mean_along_dimensions", "tensor:T dimensions:L unbiased:N keepdim:N mean:O", (o, g) => Along(o, g, root: false)),
        new("THSTensor_std_mean_along_dimensions", "tensor:T dimensions:L unbiased:N keepdim:N mean:O", (o, g) => Along(o, g, root: true)),
    ];

    private static void Along(Operation operation, GraphBuilder graph, bool root) =>
        Deviation(operation, graph, operation.Integers("dimensions"), operation.Truth("keepdim"), root);

    private static void Deviation(Operation operation, GraphBuilder graph, long[] dimensions, bool keep, bool root)
    {
        var (input, type, result) = (operation.Operand("tensor"), operation.Result.Type, operation.Result.Shape);
        var rank = input.Shape.Count;
        int[] axes = dimensions.Length == 0 ? [.. Enumerable.Range(0, rank)] : Operation.Axes(dimensions, rank);
        if (axes.Any(a => !input.Shape[a].IsFixed)) throw operation.Refuse("it runs over the batch.", "Let it run over other axes.");
        OnnxAttribute over = ("axes", (long[])[.. axes.Select(a => (long)a)]);
        Dimension[] one = [.. input.Shape.Select((size, a) => axes.Contains(a) ? 1 : size)];
        var value = graph.Use(input);
        var distance = graph.Node("Sub", [value, graph.Node("ReduceMean", [value], type, one, over)], type, input.Shape);
        var square = graph.Node("Mul", [distance, distance], type, input.Shape);
        var variance = graph.Node("ReduceMean", [square], type, result, over, ("keepdims", keep ? 1L : 0L));
        if (operation.Truth("unbiased"))
        {
            var count = (double)axes.Aggregate(1L, (product, a) => product * input.Shape[a].Fixed);
            variance = graph.Node("Mul", [variance, graph.Number(count / (count - 1), type)], type, result);
        }
        if (operation.Results.Count > 1)
        {
            graph.Bind(operation.Results[1], graph.Node("ReduceMean", [value], type, result, over, ("keepdims", keep ? 1L : 0L)));
        }
        graph.Bind(operation.Result, root ? graph.Node("Sqrt", [variance], type, result) : variance);
    }
}
