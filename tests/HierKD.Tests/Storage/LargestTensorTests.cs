using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HierKD.Tests.Storage;

/// <summary>Tensors of 2 GB and more are refused by their name. The files have holes and take no room.</summary>
public sealed class LargestTensorTests : ScopedTest
{
    private const long Size = 2_147_483_592;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void None_is_written()
    {
        using var folder = _folder;
        var failure = Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(
            folder.File("a"), [("small", ones(2)), ("large", zeros(1, dtype: uint8).expand(Size))], new Dictionary<string, string>()));
        Assert.Contains(
            $"Tensor 'large' has {Size} bytes, and at most 2147483591 can be written", failure.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void Nothing_is_written_that_would_not_be_read()
    {
        using var folder = _folder;
        var (one, none) = (zeros(0), new Dictionary<string, string>());
        var many = Enumerable.Range(0, WeightLimits.MostTensors + 1).Select(i => ($"{i}", one)).ToArray();
        var failure = Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder.File("a"), many, none));
        Assert.Contains("would not be read again", failure.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
        SafetensorsWriter.Write(folder.File("a"), many[1..], none);
        SafetensorsFile.Open(folder.File("a")).Dispose();
    }

    /// <summary>Not after hours, when the first checkpoint is written.</summary>
    [Fact]
    public void A_model_with_one_is_refused_at_the_door()
    {
        using var folder = _folder;
        using var net = new Large();
        using var input = zeros(1, 1, 8, 8);
        var failure = Assert.Throws<ArgumentException>("model", () => HierarchicalPruner.Start(net, input));
        Assert.Contains($"The model's buffer 'large' has {Size} bytes", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Large : nn.Module<Tensor, Tensor>
    {
        private readonly Tensor large = zeros(1, dtype: uint8).expand(Size);
        private readonly Run.TinyNet net = Run.TinyNet.Seeded();

        public Large()
            : base(nameof(Large)) => RegisterComponents();

        public override Tensor forward(Tensor input) => net.call(input);
    }

    [Fact]
    public void None_is_read_of_a_safetensors_file()
    {
        using var folder = _folder;
        var header = Encoding.ASCII.GetBytes(
            """{"small":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},""" +
            $$""" "large":{"dtype":"U8","shape":[{{Size}}],"data_offsets":[1,{{Size + 1}}]} }""");
        using (var stream = File.Create(folder.File("a")))
        {
            stream.Write([(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header, 7]);
            stream.SetLength(8 + header.Length + 1 + Size);
        }
        using var file = SafetensorsFile.Open(folder.File("a"));
        Assert.Equal(7, file.Read("small").item<byte>());
        var failure = Assert.Throws<InvalidDataException>(() => file.Read("large"));
        Assert.Contains(
            $"'{folder.File("a")}' cannot be read: tensor 'large' has {Size} bytes, and at most 2147483591 can be read", failure.Message,
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public void None_is_read_of_a_file_of_PyTorchs()
    {
        Skip.If(OperatingSystem.IsWindows(), "A hole in the middle of a file takes room on Windows.");
        using var folder = _folder;
        var pickle = new PickleBytes().Code("}").Text("weight").Tensor((int)(Size / sizeof(float)), 0, [2], [1]).Code("s").End();
        PickleBytes.WriteArchive(folder.File("a"), CompressionLevel.NoCompression, ("data.pkl", pickle), ("data/0", []));
        Widen(folder.File("a"), "archive/data/0");
        using var file = PyTorchFile.Open(folder.File("a"), null);
        var failure = Assert.Throws<InvalidDataException>(() => file.Read("weight"));
        Assert.Contains(
            $"'{folder.File("a")}' cannot be read as PyTorch's weights: the storage of 'weight' has {Size} " +
            $"bytes, and at most 2147483591 can be read",
            failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Makes the last entry of an archive, which is empty, one of a large hole.</summary>
    private static void Widen(string path, string entry)
    {
        var archive = File.ReadAllBytes(path);
        var end = archive.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var directory = BinaryPrimitives.ReadInt32LittleEndian(archive.AsSpan(end + 16));
        var sizes = archive.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(entry)) - 46 + 20;
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(sizes), (uint)Size);
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(sizes + 4), (uint)Size);
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(end + 16), (uint)(directory + Size));
        using var file = File.Create(path);
        file.Write(archive.AsSpan(0, directory));
        file.Position = directory + Size;
        file.Write(archive.AsSpan(directory));
    }
}
