using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using HierKD.Tests.Run;

namespace HierKD.Tests.Storage;

/// <summary>What the archive around a pickle may say, and what of it is not believed.</summary>
public sealed class PyTorchArchiveTests : ScopedTest
{
    private const int Local = 30, Central = 46;

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.pth");

    [Fact]
    public void A_storage_that_cannot_be_read_after_another_was_leaves_the_model_as_it_was()
    {
        using var folder = _folder;
        WriteTwo();
        Change("archive/data/1", first: true, at: -Local, [0]);
        Assert.Contains("header", Refused().Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_storage_that_is_packed_in_an_unknown_way_is_refused_by_the_files_name()
    {
        using var folder = _folder;
        WriteTwo();
        Change("archive/data/1", first: false, at: -Central + 10, [99, 0]);
        Refused();
    }

    [Fact]
    public void An_entry_that_is_compressed_is_refused_even_if_nobody_asks_for_it()
    {
        using var folder = _folder;
        WriteTwo();
        using (var archive = ZipFile.Open(Path, ZipArchiveMode.Update))
        using (var more = archive.CreateEntry("archive/more", CompressionLevel.SmallestSize).Open()) more.Write(new byte[1000]);
        Assert.Contains("its 'archive/more' is compressed", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_memory_is_taken_for_an_entry_that_claims_more_than_the_file_has()
    {
        using var folder = _folder;
        const int count = 500_000_000;
        PickleBytes.WriteArchive(
            Path, new PickleBytes().Code("}").Text("weight").Tensor(count, 0, [2, 3], [3, 1]).Code("s").End(), new float[6]);
        Change("archive/data/0", first: false, at: -Central + 20, [.. Bytes(4u * count), .. Bytes(4u * count)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"its 'archive/data/0' would have {4L * count} bytes, the file has", Refused().Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Entries_that_together_claim_more_than_the_file_has_are_refused()
    {
        using var folder = _folder;
        WriteTwo();
        var size = Bytes((uint)new FileInfo(Path).Length - 10);
        Change("archive/data/1", first: false, at: -Central + 20, [.. size, .. size]);
        Assert.Contains("its entries would have more bytes than the file", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_more_bytes_than_weights_need_is_refused_before_it_is_read()
    {
        using var folder = _folder;
        PickleBytes.WriteArchive(
            Path, CompressionLevel.NoCompression,
            [("data.pkl", Two), .. Enumerable.Range(0, 150_000).Select(i => ($"data/{i}", Array.Empty<byte>()))]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("its directory has more than 8388608 bytes", Refused().Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void A_folder_with_a_long_name_is_refused()
    {
        using var folder = _folder;
        var name = new string('x', 60_000);
        PickleBytes.WriteArchive(
            Path, CompressionLevel.NoCompression, ($"{name}/data.pkl", Two), ($"{name}/data/0", PickleBytes.Bytes(0, 1, 2, 3, 4, 5)));
        Assert.Contains(
            "its folder has a name of 60009 letters, and at most 1000 are read", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_storage_of_two_types_is_refused()
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Code("}(").Text("weight").Tensor(6, 0, [2, 3], [3, 1])
            .Text("bias").Tensor(6, 0, [2], [1], "0", "Int");
        PickleBytes.WriteArchive(Path, pickle.Code("u").End(), new float[6]);
        Assert.Contains("its storage '0' has numbers of two types", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("little", true)]
    [InlineData("big", false)]
    [InlineData("", false)]
    public void Numbers_are_little_endian_or_refused(string order, bool isRead)
    {
        using var folder = _folder;
        PickleBytes.WriteArchive(
            Path, CompressionLevel.NoCompression, ("data.pkl", Two), ("byteorder", Encoding.ASCII.GetBytes(order)),
            ("data/0", PickleBytes.Bytes(0, 1, 2, 3, 4, 5)), ("data/1", PickleBytes.Bytes(6, 7)));
        if (!isRead)
        {
            Assert.Contains("its numbers are not little-endian", Refused().Message, StringComparison.Ordinal);
            return;
        }
        using var linear = nn.Linear(3, 2);
        PyTorchWeights.Load(linear, Path);
        Assert.Equal([6f, 7], linear.bias!.data<float>().ToArray());
    }

    [Fact]
    public void A_file_that_was_cut_short_is_not_taken_for_one_of_an_old_version()
    {
        using var folder = _folder;
        WriteTwo();
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..^10]);
        Assert.Contains("cannot be read as PyTorch's weights", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_many_tensors_look_at_is_read_once()
    {
        using var folder = _folder;
        const int views = 50, size = 1 << 18;
        using var model = new Buffers(views);
        // Two storages in turn.
        var pickle = new PickleBytes().Code("}(");
        for (var i = 0; i < views; i++) pickle.Text($"b{i}").Tensor(size, i, [1], [1], $"{i % 2}");
        var (even, odd) =
            (Enumerable.Range(0, size).Select(n => (float)n).ToArray(), Enumerable.Range(0, size).Select(n => -(float)n).ToArray());
        PickleBytes.WriteArchive(
            Path, CompressionLevel.NoCompression, ("data.pkl", pickle.Code("u").End()), ("data/0", PickleBytes.Bytes(even)),
            ("data/1", PickleBytes.Bytes(odd)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        PyTorchWeights.Load(model, Path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * size * sizeof(float));
        Assert.Equal(
            Enumerable.Range(0, views).Select(i => i % 2 == 0 ? i : -(float)i),
            Enumerable.Range(0, views).Select(i => model.state_dict()[$"b{i}"].item<float>()));
    }

    private static byte[] Two =>
        new PickleBytes().Code("}(").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Text("bias").Tensor(2, 0, [2], [1], "1").Code("u").End();

    private void WriteTwo() => PickleBytes.WriteArchive(
        Path, CompressionLevel.NoCompression, ("data.pkl", Two), ("data/0", PickleBytes.Bytes(0, 1, 2, 3, 4, 5)),
        ("data/1", PickleBytes.Bytes(6, 7)));

    private InvalidDataException Refused()
    {
        using var linear = nn.Linear(3, 2);
        var before = ModelBits.Of(linear);
        var failure = Assert.Throws<InvalidDataException>(() => PyTorchWeights.Load(linear, Path));
        Assert.Contains($"'{Path}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, ModelBits.Of(linear));
        return failure;
    }

    /// <summary>
    /// Changes bytes counted from a name in the archive: where it first stands, in the entry's own header, or last, in the directory at the
    /// end.
    /// </summary>
    private void Change(string name, bool first, int at, byte[] bytes)
    {
        var archive = File.ReadAllBytes(Path);
        var place = first
            ? archive.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name))
            : archive.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name));
        bytes.CopyTo(archive, place + at);
        File.WriteAllBytes(Path, archive);
    }

    private static byte[] Bytes(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }

    private sealed class Buffers : nn.Module
    {
        public Buffers(int count)
            : base(nameof(Buffers))
        {
            for (var i = 0; i < count; i++) register_buffer($"b{i}", zeros(1));
        }
    }
}
