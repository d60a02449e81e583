using System.Buffers.Binary;
using System.Text;

namespace HierKD.Tests;

/// <summary>Files that are not whole safetensors files are refused with their path, and stay closed.</summary>
public sealed class DamagedFileTests
{
    private const string Entry = """{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""";

    public static TheoryData<string> Headers =>
    [
        "", "{", "[]", "null", "{} x", """{"a":5}""", """{"a":{"dtype":"F32","shape":[2]}}""",
        """{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""",
        // Not in the data, not in order, not as many bytes as the shape needs.
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""",
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,8]}}""",
        """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""",
        """{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807,9223372036854775807,0],""" +
            "\"data_offsets\":[0,8]}}",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""",
        $$"""{"a":{{Entry}},"a":{{Entry}}}""",
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""",
        """{"__metadata__":5}""", """{"__metadata__":["x"]}""", """{"__metadata__":{"k":"1","k":"2"}}""",
    ];

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_makes_no_sense(string header) => Refused(With(Encoding.UTF8.GetBytes(header), data: 8));

    [Fact]
    public void A_header_that_is_no_text() =>
        Refused(With([.. "{\""u8, 0xff, 0xfe, .. "\":"u8, .. Encoding.ASCII.GetBytes(Entry), .. "}"u8], data: 8));

    [Fact]
    public void Nesting_without_end() => Refused(With(Encoding.ASCII.GetBytes(new string('[', 100_000)), data: 8));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(20)]
    public void A_file_cut_short(int length) => Refused(With(Encoding.ASCII.GetBytes($$"""{"a":{{Entry}}}"""), data: 8)[..length]);

    [Fact]
    public void Every_cut_of_a_good_file_is_refused()
    {
        var whole = With(Encoding.ASCII.GetBytes($$"""{"a":{{Entry}}}"""), data: 8);
        for (var length = 0; length < whole.Length; length++) Refused(whole[..length]);
    }

    [Theory]
    [InlineData(1000UL)]
    [InlineData(100_000_001UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData((ulong)long.MaxValue + 1)]
    public void A_header_longer_than_the_file(ulong claimed)
    {
        var file = With("{}"u8.ToArray(), data: 8);
        BinaryPrimitives.WriteUInt64LittleEndian(file, claimed);
        Refused(file);
    }

    [Fact]
    public void A_missing_file_is_a_missing_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(folder.File("none")));
    }

    private static byte[] With(byte[] header, int data)
    {
        var file = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, 8);
        return file;
    }

    private static void Refused(byte[] content)
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllBytes(folder.File("damaged"), content);
        var failure = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(folder.File("damaged")).Dispose());
        Assert.Contains(folder.File("damaged"), failure.Message, StringComparison.Ordinal);
        // It can be opened for writing: nobody holds it.
        System.IO.File.Open(folder.File("damaged"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }
}
