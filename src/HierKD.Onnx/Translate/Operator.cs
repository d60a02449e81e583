namespace HierKD.Onnx;

/// <summary>A native function that the export knows.</summary>
/// <param name="Function">Its name, such as <c>THSTensor_relu</c>.</param>
/// <param name="Signature">What its parameters are.</param>
/// <param name="Translate">Adds to a graph what computes the same.</param>
internal sealed record Operator(string Function, OperatorSignature Signature, Action<Operation, GraphBuilder> Translate)
{
    public Operator(string function, string signature, Action<Operation, GraphBuilder> translate)
        : this(function, OperatorSignature.Parse(signature), translate)
    {
    }

    /// <summary>The function and the one that does the same in place.</summary>
    public static IEnumerable<Operator> WithInPlace(string function, string signature, Action<Operation, GraphBuilder> translate) =>
        [new(function, signature, translate), new(function + "_", signature, translate)];
}
