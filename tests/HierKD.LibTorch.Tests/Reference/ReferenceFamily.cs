using System.Text.Json;

namespace HierKD.LibTorch.Tests.Reference;

/// <summary>The cases of one committed data file.</summary>
internal sealed class ReferenceFamily
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    private readonly Dictionary<string, ReferenceCase> _cases;

    public ReferenceFamily(string name)
    {
        using var stream = typeof(ReferenceFamily).Assembly.GetManifestResourceStream(name + ".json")
            ?? throw new FileNotFoundException($"Reference/Data/{name}.json is not embedded.");
        _cases = JsonSerializer.Deserialize<DataFile>(stream, Options)!.Cases.ToDictionary(c => c.Name);
    }

    public ReferenceCase this[string name] => _cases[name];

    public IEnumerable<string> Names => _cases.Keys;

    /// <summary>Every case in both floating-point types.</summary>
    public TheoryData<string, ScalarType> InBothTypes()
    {
        var data = new TheoryData<string, ScalarType>();
        foreach (var name in _cases.Keys)
        {
            data.Add(name, ScalarType.Float64);
            data.Add(name, ScalarType.Float32);
        }
        return data;
    }

    private sealed record DataFile(string PyTorch, ReferenceCase[] Cases);
}
