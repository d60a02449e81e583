using System.Text;
using System.Text.Json;
using HierKD.Tests.Run;

namespace HierKD.Tests.Storage;

/// <summary>Networks in several safetensors files.</summary>
public sealed class SafetensorsIndexTests : ScopedTest
{
    private const string First = "model-00001-of-00002.safetensors", Second = "model-00002-of-00002.safetensors";

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("model.safetensors.index.json");

    [Fact]
    public void The_index_loads_all_files()
    {
        using var folder = _folder;
        var (saved, loaded) = (TinyNet.Seeded(1), TinyNet.Seeded(2));
        Write(saved);
        var objects = loaded.state_dict();
        var result = SafetensorsWeights.Load(loaded, Path);
        Assert.Equal("missing: none; unexpected: none; skipped: none; converted: none", result.ToString());
        Assert.All(saved.state_dict(), t => TensorAssert.Same(t.Value, objects[t.Key]));
        // Nothing is held.
        foreach (var file in new[] { First, Second, "model.safetensors.index.json" }) File.Delete(_folder.File(file));
    }

    [Fact]
    public void One_of_the_files_leads_to_the_index()
    {
        using var folder = _folder;
        using var net = TinyNet.Seeded(1);
        Write(net);
        Assert.Contains(
            "The file is one of several: give the path of their index",
            WeightsCase.Refused(net, _folder.File(Second), SafetensorsWeights.Load), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_damaged_is_named()
    {
        using var folder = _folder;
        using var net = TinyNet.Seeded(1);
        Write(net);
        var bytes = File.ReadAllBytes(_folder.File(Second));
        File.WriteAllBytes(_folder.File(Second), bytes[..^1]);
        var failure = Assert.Throws<InvalidDataException>(() => SafetensorsWeights.Load(net, Path));
        Assert.Contains($"'{_folder.File(Second)}' is not a whole safetensors file", failure.Message, StringComparison.Ordinal);
        File.Delete(_folder.File(Second));
        Refused($"it names '{Second}', which is not a file beside it");
        Directory.CreateDirectory(_folder.File(Second));
        Refused($"it names '{Second}', which is not a file beside it");
        Directory.Delete(_folder.File(Second));
    }

    [Fact]
    public void Index_and_files_have_to_agree()
    {
        using var folder = _folder;
        using var net = TinyNet.Seeded(1);
        var map = Write(net);
        var (key, file) = map.First();
        map[key] = file == First ? Second : First;
        Index(map);
        Refused($"lacks tensor '{key}', which should be in it");
        map.Remove(key);
        Index(map);
        Refused($"has tensor '{key}', which should not be in it");
    }

    [Fact]
    public void A_file_is_held_against_the_index_before_the_next_is_opened()
    {
        using var folder = _folder;
        const string empty = """{"dtype":"F32","shape":[0],"data_offsets":[0,0]}""";
        var files = Enumerable.Range(0, 10).ToDictionary(i => $"k{i}", i => $"{i}.safetensors");
        var others = string.Concat(Enumerable.Range(0, 99_999).Select(i => $",\"t{i}\":{empty}"));
        foreach (var (key, file) in files)
        {
            var header = Encoding.ASCII.GetBytes($"{{\"{key}\":{empty}{others}}}");
            File.WriteAllBytes(_folder.File(file), [.. BitConverter.GetBytes((long)header.Length), .. header]);
        }
        Index(files);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused("'0.safetensors' has tensor 't0', which should not be in it");
        // What one of them takes, and not ten.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 120_000_000);
        File.Delete(_folder.File("1.safetensors"));
        Refused("'0.safetensors' has tensor 't0', which should not be in it");
    }

    [Fact]
    public void The_metadata_of_the_files_is_not_kept()
    {
        using var folder = _folder;
        SafetensorsWriter.Write(_folder.File(First), [("a", ones(1))], new Dictionary<string, string> { ["format"] = "pt" });
        using var kept = SafetensorsFile.Open(_folder.File(First));
        Assert.Equal("pt", kept.Metadata["format"]);
        using var file = SafetensorsFile.Open(_folder.File(First), keepsMetadata: false);
        Assert.Empty(file.Metadata);
        Assert.Single(file.Entries);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("..\\model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("folder/model.safetensors")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("/dev/zero")]
    [InlineData("pytorch_model-00001-of-00002.bin")]
    public void An_index_leads_nowhere_else(string file)
    {
        using var folder = _folder;
        Index(new() { ["weight"] = file });
        Refused("which is not a .safetensors file of its own folder");
    }

    [Theory]
    [InlineData("{}", "its weight_map names no tensor")]
    [InlineData("{\"weight_map\":[]}", "its weight_map names no tensor")]
    [InlineData("{\"weight_map\":{\"a\":1}}", "the file of 'a' is not a text")]
    [InlineData("{\"weight_map\":{\"a\":\"x.safetensors\",\"a\":\"x.safetensors\"}}", "it lists 'a' twice")]
    [InlineData("{\"weight_map\":{", "it is not JSON")]
    [InlineData("{\"weight_map\":{\"a\":\"x.safetensors\"}} x", "it is not JSON")]
    public void An_index_that_makes_no_sense_is_refused(string json, string reason)
    {
        using var folder = _folder;
        File.WriteAllText(Path, json);
        Refused(reason);
    }

    [Fact]
    public void Files_without_end_are_refused()
    {
        using var folder = _folder;
        Index(Enumerable.Range(0, 501).ToDictionary(i => $"{i}", i => $"{i}.safetensors"));
        Refused("it names more than 500 files");
        Index(Enumerable.Range(0, 100_001).ToDictionary(i => $"{i}", _ => First));
        Refused("it lists more than 100000 tensors");
        File.WriteAllText(Path, "{" + new string(' ', 33 << 20));
        Refused("and at most 33554432 are read");
    }

    private void Refused(string reason)
    {
        using var net = TinyNet.Seeded(1);
        var message = WeightsCase.Refused(net, Path, SafetensorsWeights.Load);
        Assert.Contains("is not the index of a network in safetensors files", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Write(nn.Module model)
    {
        var map = model.state_dict().Keys.Select((key, i) => (key, i)).ToDictionary(k => k.key, k => k.i % 2 == 0 ? First : Second);
        foreach (var file in new[] { First, Second })
        {
            SafetensorsWriter.Write(
                _folder.File(file), [.. model.state_dict().Where(t => map[t.Key] == file).Select(t => (t.Key, t.Value))],
                new Dictionary<string, string>());
        }
        Index(map);
        return map;
    }

    private void Index(Dictionary<string, string> map) =>
        File.WriteAllText(Path, JsonSerializer.Serialize(new { metadata = new { total_size = 1 }, weight_map = map }));
}
