using System.Buffers.Binary;
using System.Text;
using HierKD.Models;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Files of HierKD's own are what was written, or refused; files of others are read as before.</summary>
public sealed class ChecksumTests : ScopedTest
{
    [Fact]
    public void Every_bit_of_a_slim_file_counts()
    {
        using var folder = new TemporaryFolder();
        var whole = SlimFile(folder.File("good"));
        SlimModel.Load(folder.File("good"), Make).Dispose();
        // Every byte, each with another bit.
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = whole.ToArray();
            damaged[i] ^= (byte)(1 << i % 8);
            Refused(folder.File("bad"), damaged, path => SlimModel.Load(path, Make));
        }
    }

    [Fact]
    public void Every_bit_of_a_weights_file_counts()
    {
        using var folder = new TemporaryFolder();
        using var model = Sequential(("a", Linear(2, 3)), ("b", Linear(3, 1)));
        SafetensorsWeights.Save(model, folder.File("good"));
        var whole = File.ReadAllBytes(folder.File("good"));
        var before = TensorAssert.Bits(model.parameters().First());
        for (var bit = 0; bit < 8 * whole.Length; bit += 3)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            Refused(folder.File("bad"), damaged, path => SafetensorsWeights.Load(model, path));
        }
        Assert.Equal(before, TensorAssert.Bits(model.parameters().First()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(4096)]
    public void Bytes_that_were_appended(int bytes)
    {
        using var folder = new TemporaryFolder();
        var whole = SlimFile(folder.File("good"));
        Refused(folder.File("bad"), [.. whole, .. new byte[bytes]], path => SlimModel.Load(path, Make), $"{bytes} bytes follow");
    }

    [Fact]
    public void Kept_channels_that_were_changed_in_the_manifest()
    {
        using var folder = new TemporaryFolder();
        var whole = SlimFile(folder.File("good"));
        var text = Encoding.Latin1.GetString(whole);
        Assert.Contains("\\u0022kept\\u0022:[0,3]", text, StringComparison.Ordinal);
        var changed =
            Encoding.Latin1.GetBytes(text.Replace("\\u0022kept\\u0022:[0,3]", "\\u0022kept\\u0022:[0,4]", StringComparison.Ordinal));
        Refused(folder.File("bad"), changed, path => SlimModel.Load(path, Make), "checksum");
    }

    [Fact]
    public void A_slim_file_whose_checksum_was_taken_out()
    {
        using var folder = new TemporaryFolder();
        SlimFile(folder.File("good"));
        using (var file = SafetensorsFile.Open(folder.File("good")))
        {
            Plain(folder.File("bad"), file, file.Metadata.Where(m => !m.Key.StartsWith("hierkd.", StringComparison.Ordinal)));
        }
        Refused(folder.File("bad"), File.ReadAllBytes(folder.File("bad")), path => SlimModel.Load(path, Make), "lost its checksum");
    }

    [Fact]
    public void A_slim_file_of_the_first_version_had_none()
    {
        using var folder = new TemporaryFolder();
        SlimFile(folder.File("good"));
        using (var file = SafetensorsFile.Open(folder.File("good")))
        {
            Plain(folder.File("old"), file, [
                new("format", "pt"),
                new("hierkd", file.Metadata["hierkd"].Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal))
            ]);
        }
        SlimModel.Load(folder.File("old"), Make).Dispose();
    }

    [Fact]
    public void A_file_of_others_needs_none_but_has_no_gaps()
    {
        using var folder = new TemporaryFolder();
        using var model = Sequential(("a", Linear(2, 3)));
        SafetensorsWeights.Save(model, folder.File("own"));
        using (var file = SafetensorsFile.Open(folder.File("own"))) Plain(folder.File("other"), file, [new("format", "pt")]);
        SafetensorsWeights.Load(model, folder.File("other"));
        var whole = File.ReadAllBytes(folder.File("other"));
        Refused(folder.File("bad"), [.. whole, 0], path => SafetensorsWeights.Load(model, path), "1 bytes follow");
    }

    [Fact]
    public void The_manifest_says_no_more_than_it_has_to()
    {
        using var folder = new TemporaryFolder();
        Assert.DoesNotContain("IsValid", Encoding.Latin1.GetString(SlimFile(folder.File("good"))), StringComparison.OrdinalIgnoreCase);
    }

    private static VggBn Make() => SlimModelTests.Make();

    private static byte[] SlimFile(string path)
    {
        SlimModelTests.Save(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>The tensors of a file with other metadata, as any other program would write them.</summary>
    private static void Plain(string path, SafetensorsFile file, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var header = new Dictionary<string, object> { ["__metadata__"] = metadata.ToDictionary() };
        using var data = new MemoryStream();
        foreach (var (name, entry) in file.Entries)
        {
            using var tensor = file.Read(name);
            header[name] = new Dictionary<string, object>
            {
                ["dtype"] = SafetensorsType.NameOf(entry.Type),
                ["shape"] = entry.Shape,
                ["data_offsets"] = new[] { data.Length, data.Length + entry.End - entry.Start },
            };
            data.Write(tensor.bytes);
        }
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. data.ToArray()]);
    }

    private static void Refused(string path, byte[] content, Action<string> load, string word = "")
    {
        File.WriteAllBytes(path, content);
        var failure = Assert.Throws<InvalidDataException>(() => load(path));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }
}
