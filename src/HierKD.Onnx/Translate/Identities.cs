namespace HierKD.Onnx;

/// <summary>Operators that give what they take, at most as another type.</summary>
internal static class Identities
{
    private const string Dropout = "input:T p:N training:N inplace:-";

    public static IEnumerable<Operator> All =>
    [
        .. new[] { "alias", "contiguous", "clone", "cpu", "cuda" }.Select(name => new Operator($"THSTensor_{name}", "handle:T", Pass)),
        new("THSTensor_detach", "tensor:T", Pass),
        new("THSTensor_detach_", "tensor:T", Pass),
        new("THSTensor_to_device", "handle:T device_type:- device_index:- copy:- non_blocking:-", Pass),
        new("THSTensor_to_type", "handle:T scalar_type:- copy:- non_blocking:-", Pass),
        new("THSTensor_to_type_and_device", "handle:T scalar_type:- device_type:- device_index:- copy:- non_blocking:-", Pass),
        .. new[] { "dropout", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout" }
            .Select(name => new Operator($"THSNN_{name}", Dropout, Drop)),
    ];

    private static void Pass(Operation operation, GraphBuilder graph) => Pass(operation, graph, operation.Arguments.Keys.First());

    private static void Pass(Operation operation, GraphBuilder graph, string name) =>
        graph.Bind(operation.Result, graph.Use(operation.Operand(name), operation.Result.Type));

    private static void Drop(Operation operation, GraphBuilder graph)
    {
        if (operation.Truth("training") && operation.Number("p") > 0)
        {
            throw operation.Refuse("it draws random numbers in evaluation mode.", "Give it the module's own training flag.");
        }
        Pass(operation, graph, "input");
    }
}
