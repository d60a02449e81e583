using System.Text.Json;

namespace HierKD.LibTorch.Tests.Reference;

/// <summary>One call of an operator, with what PyTorch computed for it (see make_reference.py).</summary>
public sealed record ReferenceCase(
    string Name,
    string Op,
    Dictionary<string, JsonElement> Args,
    Dictionary<string, ReferenceTensor> Inputs,
    ReferenceTensor[] Outputs,
    Dictionary<string, ReferenceTensor> Changed,
    Dictionary<string, ReferenceTensor> Gradients)
{
    public long Whole(string name) => Args[name].GetInt64();

    public double Number(string name) => Args[name].GetDouble();

    public bool Flag(string name) => Args[name].GetBoolean();

    public bool Flag(string name, bool otherwise) => Args.TryGetValue(name, out var value) ? value.GetBoolean() : otherwise;

    public string Text(string name) => Args[name].GetString()!;

    public long[]? Wholes(string name) => Args.TryGetValue(name, out var value) ? value.EnumerateArray().Select(v => v.GetInt64()).ToArray() : null;

    public double[]? Numbers(string name) => Args.TryGetValue(name, out var value) ? value.EnumerateArray().Select(v => v.GetDouble()).ToArray() : null;

    public long? WholeOrNull(string name) => Args.TryGetValue(name, out var value)
        ? value.ValueKind == JsonValueKind.Array ? value[0].GetInt64() : value.GetInt64()
        : null;

    public nn.Reduction Reduction => Text("reduction") switch
    {
        "mean" => nn.Reduction.Mean,
        "sum" => nn.Reduction.Sum,
        _ => nn.Reduction.None,
    };
}
