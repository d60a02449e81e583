using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD.Tests;

/// <summary>What PyTorch says about a network (see Reference/make_reference.py).</summary>
internal sealed record NetworkReference(
    long Parameters,
    long[] Input,
    double[] Logits,
    [property: JsonPropertyName("cost_input")] long[] CostInput,
    [property: JsonPropertyName("multiply_adds")] Dictionary<string, long> MultiplyAdds,
    Dictionary<string, long[]> State,
    Dictionary<string, double[]>? More)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static NetworkReference Of(string network)
    {
        using var stream = typeof(NetworkReference).Assembly.GetManifestResourceStream($"Networks/{network}.json")
            ?? throw new FileNotFoundException($"Models/Reference/Data/{network}.json is not embedded.");
        return JsonSerializer.Deserialize<NetworkReference>(stream, Options)!;
    }
}
