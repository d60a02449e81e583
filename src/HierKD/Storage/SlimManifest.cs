using System.Text.Json;
using System.Text.Json.Serialization;

namespace HierKD;

/// <summary>What a slim model file says of its shape: which channels of the original network each layer kept.</summary>
internal sealed record SlimManifest(
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("level")] string Level,
    [property: JsonPropertyName("layers")] IReadOnlyList<SlimLayer> Layers)
{
    /// <summary>The key of the file's metadata that holds the manifest.</summary>
    public const string MetadataKey = "hierkd";

    /// <summary>The version that this library writes, and the latest it reads.</summary>
    /// <remarks>Version 1 had no checksum.</remarks>
    public const int CurrentVersion = 2;

    public static SlimManifest Of(string level, ModelSelection selection, IEnumerable<PrunableLayer> layers) => new(
        CurrentVersion, level,
        layers.Where(l => selection.Layers.ContainsKey(l.Name)).Select(l => SlimLayer.Of(l, selection[l.Name])).ToArray());

    public string ToJson() => JsonSerializer.Serialize(this, SlimManifestJson.Default.SlimManifest);

    /// <param name="path">Where the file is.</param>
    /// <param name="file">The file.</param>
    /// <param name="json">Its manifest.</param>
    /// <exception cref="InvalidDataException">The text is not a manifest that this version can read.</exception>
    public static SlimManifest Of(string path, SafetensorsFile file, string json)
    {
        ManifestText.Require(path, json, file.DataLength);
        SlimManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, SlimManifestJson.Default.SlimManifest);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"'{path}' has a manifest that cannot be read: {MessageText.Of(failure.Message)}", failure);
        }
        if (manifest is null || manifest.Layers is null) throw new InvalidDataException($"'{path}' has an empty manifest.");
        if (manifest.Version is < 1 or > CurrentVersion)
        {
            throw new InvalidDataException(
                $"'{path}' was written in version {manifest.Version} of the format; this HierKD reads " +
                $"versions 1 to {CurrentVersion}. Use a later HierKD.");
        }
        if (manifest.Version > 1 && !file.Metadata.ContainsKey(FileChecksum.Key))
        {
            throw new InvalidDataException($"'{path}' has lost its checksum: it was damaged.");
        }
        foreach (var layer in manifest.Layers)
        {
            if (layer is null) throw new InvalidDataException($"'{path}' lists a layer that is null.");
            layer.Validate(path);
        }
        return manifest;
    }
}

/// <summary>The channels that one layer of the original network kept.</summary>
/// <remarks>
/// With an axis it is no layer but a tensor that a module of the user's own holds, which runs over channels along that axis.
/// </remarks>
internal sealed record SlimLayer(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("outputs")] SlimAxis? Outputs,
    [property: JsonPropertyName("inputs")] SlimAxis? Inputs,
    [property: JsonPropertyName("axis"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Axis = null)
{
    public static SlimLayer Of(PrunableLayer layer, LayerSelection kept) => new(
        layer.Name,
        kept.Outputs is null ? null : new SlimAxis(layer.Outputs, kept.Outputs),
        kept.Inputs is null ? null : new SlimAxis(layer.Inputs, kept.Inputs),
        (layer as OwnTensorLayer)?.Axis);

    public void Validate(string path)
    {
        if (Name is null) throw new InvalidDataException($"'{path}' lists a layer without a name.");
        foreach (var axis in new[] { Outputs, Inputs })
        {
            if (axis is null || axis.IsValid) continue;
            throw new InvalidDataException(
                $"'{path}' lists channels of layer '{MessageText.Of(Name)}' that are not rising numbers below {axis.Of}.");
        }
    }
}

/// <summary>The kept channels, as indices into the original ones.</summary>
internal sealed record SlimAxis(
    [property: JsonPropertyName("of")] long Of,
    [property: JsonPropertyName("kept")] long[] Kept)
{
    [JsonIgnore]
    public bool IsValid => Kept is { Length: > 0 } && Kept[0] >= 0 && Kept[^1] < Of && Kept.Zip(Kept.Skip(1)).All(p => p.First < p.Second);
}

[JsonSerializable(typeof(SlimManifest))]
internal sealed partial class SlimManifestJson : JsonSerializerContext;
