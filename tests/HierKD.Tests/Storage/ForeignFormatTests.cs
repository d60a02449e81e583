using System.IO.Compression;
using System.Text;

namespace HierKD.Tests.Storage;

/// <summary>Files of other kinds are refused with what they are, and what to do.</summary>
public sealed class ForeignFormatTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights");

    public static TheoryData<string, byte[]> Files => new()
    {
        { "it is an HDF5 file", [0x89, .. "HDF\r\n\u001a\n"u8, .. new byte[64]] },
        { "it is an ONNX model", [8, 7, 0x12, 7, .. "pytorch"u8, .. new byte[64]] },
        { "it is a TensorFlow model", [8, 1, 0x12, .. "\u0005abcde"u8, .. new byte[64]] },
        { "it is a TensorFlow Lite model", [0x1c, 0, 0, 0, .. "TFL3"u8, .. new byte[64]] },
        { "it is a GGUF file", [.. "GGUF"u8, 3, .. new byte[64]] },
        { "it is a NumPy array", [0x93, .. "NUMPY"u8, 1, 0, .. new byte[64]] },
        { "it is compressed by gzip", [0x1f, 0x8b, 8, 0, .. Enumerable.Repeat((byte)9, 64)] },
        { "it is a pointer of Git LFS", [.. "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"u8] },
        { "it is a web page", [.. "<!DOCTYPE html><html></html>"u8] },
        { "it is a tar archive, as the first versions of PyTorch wrote", Tar() },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void By_either_reader(string what, byte[] bytes)
    {
        using var folder = _folder;
        File.WriteAllBytes(Path, bytes);
        Refused(what, PyTorchWeights.Load);
        Refused(what, SafetensorsWeights.Load);
    }

    [Fact]
    public void What_the_other_reader_reads_is_said()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        SafetensorsWeights.Save(linear, Path);
        Refused("it is a safetensors file: read it with SafetensorsWeights.Load", PyTorchWeights.Load);
        File.WriteAllText(Path, "{\"weight_map\":{}}");
        Refused("it is JSON; an index of safetensors files is read by SafetensorsWeights.Load", PyTorchWeights.Load);
        PickleBytes.WriteArchive(Path, new PickleBytes().Code("}").End(), []);
        Refused("it may be one of torch.save's, which PyTorchWeights.Load reads", SafetensorsWeights.Load);
        File.WriteAllBytes(Path, new PickleBytes(4).Code("}").End());
        Refused("it is a pickle without torch.save's beginning", PyTorchWeights.Load);
    }

    [Fact]
    public void TorchSharps_own_files_are_known()
    {
        using var folder = _folder;
        using var net = HierKD.Tests.Run.TinyNet.Seeded();
        net.save(Path);
        Refused("it is a file of TorchSharp's module.save: load it with module.load", PyTorchWeights.Load);
        Refused("it is a file of TorchSharp's module.save: load it with module.load", SafetensorsWeights.Load);
    }

    [Theory]
    [InlineData("it is a TorchScript archive", "m/data.pkl", "m/constants.pkl", "m/code/__torch__.py")]
    [InlineData("it is a TorchScript archive", "m/data.pkl", "m/constants.pkl")]
    [InlineData("it is an archive of torch.export", "m/archive_format", "m/models/model.json")]
    [InlineData("it is an archive of torch.export", "serialized_exported_program.json", "serialized_state_dict.pt")]
    [InlineData("it is an archive of torch.export", "data/aotinductor/model/x.so", "version")]
    [InlineData("it is an archive of torch.package", "m/.data/extern_modules", "m/model/model.pkl")]
    [InlineData("it is a Keras model", "metadata.json", "config.json", "model.weights.h5")]
    [InlineData("it is an archive of NumPy arrays", "a.npy", "b.npy")]
    [InlineData("it is a zip archive without data.pkl", "[Content_Types].xml", "word/document.xml")]
    public void Archives(string what, params string[] names)
    {
        using var folder = _folder;
        using (var archive = new ZipArchive(File.Create(Path), ZipArchiveMode.Create))
        {
            // Compressed or not: what it is comes first.
            foreach (var name in names)
            {
                using var entry = archive.CreateEntry(name, what.Contains("NumPy", StringComparison.Ordinal)
                    ? CompressionLevel.SmallestSize : CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.ASCII.GetBytes(new string('x', 100)));
            }
        }
        Refused(what, PyTorchWeights.Load);
    }

    private void Refused(string what, Func<nn.Module, string, WeightOptions?, LoadedWeights> load)
    {
        using var linear = nn.Linear(3, 2);
        Assert.Contains(what, WeightsCase.Refused(linear, Path, load), StringComparison.Ordinal);
    }

    private static byte[] Tar()
    {
        var tar = new byte[1024];
        "sys_info"u8.CopyTo(tar);
        "ustar"u8.CopyTo(tar.AsSpan(257));
        return tar;
    }
}
