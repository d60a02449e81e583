using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD;

/// <summary>A choice of how to compute as text, for other processes.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ComputationChoice))]
internal sealed partial class ComputationJson : JsonSerializerContext
{
    public static string Write(ComputationChoice choice) => JsonSerializer.Serialize(choice, Default.ComputationChoice);

    public static ComputationChoice Read(string text) => JsonSerializer.Deserialize(text, Default.ComputationChoice)!;
}
