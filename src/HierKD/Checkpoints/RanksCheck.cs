using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD;

/// <summary>Whether all processes were told and given the same.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class RanksCheck : JsonSerializerContext
{
    /// <exception cref="ArgumentException">This one was given something else than the first.</exception>
    public static void Require(Ranks ranks, IReadOnlyDictionary<string, string> settings)
    {
        if (!ranks.AreMany) return;
        var text = ranks.TextOfFirst(
            () => JsonSerializer.Serialize(settings.ToDictionary(), Default.DictionaryStringString), "what the run was told");
        var first = JsonSerializer.Deserialize(text, Default.DictionaryStringString)!;
        var other = settings.Where(s => first.GetValueOrDefault(s.Key) != s.Value)
            .Select(s => $"\n  {MessageText.Of(s.Key)} is {Short(s.Value)} in process {ranks.Rank} and " +
                $"{Short(first.GetValueOrDefault(s.Key))} in process 0")
            .ToArray();
        if (other.Length > 0)
        {
            throw new ArgumentException($"All processes must be given the same model, data and options:{string.Concat(other)}");
        }
        ranks.Agree("what the run was told, compared");
    }

    private static string Short(string? value) => string.IsNullOrEmpty(value) ? "none" : MessageText.Of(value);
}
