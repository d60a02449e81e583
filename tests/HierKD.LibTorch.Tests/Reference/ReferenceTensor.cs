using System.Text.Json;

namespace HierKD.LibTorch.Tests.Reference;

/// <summary>A tensor as PyTorch wrote it: kind (float, long or bool), shape, and values in row-major order.</summary>
public sealed record ReferenceTensor(string Kind, long[] Shape, JsonElement[] Values)
{
    public bool IsFloat => Kind == "float";

    public Tensor ToTensor(ScalarType floatType) => Kind switch
    {
        "float" => tensor(Array.ConvertAll(Values, v => v.GetDouble()), Shape, floatType),
        "long" => tensor(Array.ConvertAll(Values, v => v.GetInt64()), Shape),
        "bool" => tensor(Array.ConvertAll(Values, v => v.GetBoolean()), Shape),
        _ => throw new InvalidDataException($"A tensor of kind {Kind} is unknown."),
    };

    public double[] ToDoubles() => Array.ConvertAll(Values, v => v.ValueKind switch
    {
        JsonValueKind.True => 1.0,
        JsonValueKind.False => 0.0,
        _ => v.GetDouble(),
    });
}
