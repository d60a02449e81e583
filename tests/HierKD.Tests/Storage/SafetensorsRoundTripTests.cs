using System.Security.Cryptography;
using System.Text;

namespace HierKD.Tests;

public sealed class SafetensorsRoundTripTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();

    private static readonly Dictionary<string, string> NoMetadata = [];

    public static TheoryData<ScalarType> Types =>
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32,
        ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_comes_back_bit_for_bit(ScalarType type)
    {
        using var folder = _folder;
        var original = (arange(24, dtype: float32).reshape(2, 3, 4) - (type is ScalarType.Byte ? 0 : 5)).to(type);
        var read = RoundTrip(("value", original))["value"];
        TensorAssert.Same(original, read);
    }

    [Fact]
    public void Empty_tensors_and_scalars_come_back()
    {
        using var folder = _folder;
        var read = RoundTrip(
            ("none", zeros(0)), ("flat", zeros([3, 0, 2], dtype: int64)), ("scalar", tensor(4.5)), ("after", tensor(new[] { 7f })));
        Assert.Equal([0], read["none"].shape);
        Assert.Equal([3, 0, 2], read["flat"].shape);
        Assert.Equal(int64, read["flat"].dtype);
        Assert.Empty(read["scalar"].shape);
        Assert.Equal(4.5, read["scalar"].item<double>());
        Assert.Equal(7f, read["after"].item<float>());
    }

    [Fact]
    public void A_view_is_written_as_what_it_shows()
    {
        using var folder = _folder;
        var whole = arange(12, dtype: float32).reshape(3, 4);
        var read = RoundTrip(
            ("transposed", whole.t()), ("row", whole[1]), ("column", whole.narrow(1, 2, 1)), ("trained", whole.clone().requires_grad_()));
        TensorAssert.Close([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], read["transposed"], 0);
        TensorAssert.Close([4, 5, 6, 7], read["row"], 0);
        TensorAssert.Close([2, 6, 10], read["column"], 0);
        Assert.False(read["trained"].requires_grad);
    }

    [Fact]
    public void Numbers_that_are_not_finite_and_names_of_any_letters_come_back()
    {
        using var folder = _folder;
        var name = "a \"quoted\" \\ näme/1.weight";
        var odd = tensor(new[] { float.NaN, float.PositiveInfinity, -0f, float.Epsilon });
        TensorAssert.Same(odd, RoundTrip((name, odd))[name]);
    }

    [Fact]
    public void Metadata_come_back()
    {
        using var folder = _folder;
        SafetensorsWriter.Write(_folder.File("a"), [], new Dictionary<string, string> { ["key"] = "{\"json\": 1}", ["empty"] = "" });
        using var file = SafetensorsFile.Open(_folder.File("a"));
        Assert.Empty(file.Entries);
        Assert.Equal(("{\"json\": 1}", ""), (file.Metadata["key"], file.Metadata["empty"]));
        Assert.Equal(["empty", "hierkd.sha256", "hierkd.writer", "key"], file.Metadata.Keys.Order());
    }

    [Fact]
    public void A_written_file_is_the_published_format_byte_for_byte()
    {
        using var folder = _folder;
        SafetensorsWriter.Write(
            _folder.File("a"), [("w", tensor(new[] { 1f, -2f }).reshape(1, 2)), ("n", tensor(new byte[] { 3, 4, 5 }))],
            new Dictionary<string, string> { ["format"] = "pt" });
        // The SHA-256 of the whole file, with zeros in its place.
        var checksum = Convert.ToHexString(SHA256.HashData(With(new string('0', 64)))).ToLowerInvariant();
        Assert.Equal(With(checksum), System.IO.File.ReadAllBytes(_folder.File("a")));

        static byte[] With(string checksum)
        {
            var writer = $"HierKD {typeof(SafetensorsWriter).Assembly.GetName().Version}";
            var header =
                $$$"""{"__metadata__":{"format":"pt","hierkd.writer":"{{{writer}}}","hierkd.sha256":"{{{checksum}}}"},""" +
                "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}," +
                "\"n\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]}}";
            var padded = header.PadRight((header.Length + 7) / 8 * 8);
            return
            [
                (byte)padded.Length, (byte)(padded.Length >> 8), 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(padded),
                0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 3, 4, 5
            ];
        }
    }

    [Fact]
    public void A_file_written_by_hand_is_read()
    {
        using var folder = _folder;
        // Another order of keys, no metadata, no padding, tensors not in the order of their bytes.
        var header = """{"b":{"shape":[2],"data_offsets":[4,8],"dtype":"I16"}, "a":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]}}"""u8
            .ToArray();
        System.IO.File.WriteAllBytes(
            _folder.File("a"), [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header, 0x80, 0x3f, 0x00, 0xc0, 1, 0, 0xff, 0xff]);
        using var file = SafetensorsFile.Open(_folder.File("a"));
        Assert.Empty(file.Metadata);
        Assert.Equal(["a", "b"], file.Entries.Keys.Order());
        TensorAssert.Close([1, -1], file.Read("b"), 0);
        TensorAssert.Close([1, -2], file.Read("a"), 0);
        Assert.Equal([2, 1], file.Read("a").shape);
        Assert.Equal(ScalarType.BFloat16, file.Read("a").dtype);
    }

    [Fact]
    public void Metadata_that_is_no_text_is_read_as_the_file_has_it()
    {
        using var folder = _folder;
        var header =
            """ {"__metadata__":{"number":1.50,"list":[1, {"a":"\u0041"}],"object":{ },"yes":true,"no":false,"none":null},""" +
            """ "__metad\u0061ta__":{"esc\u0061ped":"\u0041"}} """;
        System.IO.File.WriteAllBytes(_folder.File("a"), [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header)]);
        using var file = SafetensorsFile.Open(_folder.File("a"));
        Assert.Equal(
            ["1.50", """[1, {"a":"\u0041"}]""", "{ }", "True", "False", "", "A"],
            new[] { "number", "list", "object", "yes", "no", "none", "escaped" }.Select(key => file.Metadata[key]));
    }

    [Fact]
    public void A_tensor_is_read_into_its_own_memory()
    {
        using var folder = _folder;
        SafetensorsWriter.Write(_folder.File("a"), [("large", ones(1 << 20)), ("none", ones(0)), ("single", tensor(3f))], NoMetadata);
        using var file = SafetensorsFile.Open(_folder.File("a"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = file.Entries.Keys.ToDictionary(name => name, file.Read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal((1 << 20, 0, 3), (read["large"].sum().item<float>(), read["none"].numel(), read["single"].item<float>()));
    }

    [Fact]
    public void The_list_of_tensors_is_made_once()
    {
        using var folder = _folder;
        SafetensorsWriter.Write(_folder.File("a"), [("a", ones(1))], NoMetadata);
        using IWeightFile file = SafetensorsFile.Open(_folder.File("a"));
        Assert.Same(file.Entries, file.Entries);
    }

    private Dictionary<string, Tensor> RoundTrip(params (string Name, Tensor Tensor)[] tensors)
    {
        SafetensorsWriter.Write(_folder.File("a"), tensors, NoMetadata);
        using var file = SafetensorsFile.Open(_folder.File("a"));
        Assert.Equal(tensors.Select(t => t.Name).Order(), file.Entries.Keys.Order());
        return tensors.ToDictionary(t => t.Name, t => file.Read(t.Name));
    }
}
