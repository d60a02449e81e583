using System.Buffers.Binary;

namespace HierKD.Tests.Storage;

/// <summary>What a file of PyTorch before 1.6 may say of its storages, and what of it is not believed.</summary>
public sealed class PyTorchLegacyFileTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.pth");

    [Fact]
    public void Python_2_wrote_pairs_and_old_versions_views_of_storages()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2, hasBias: false);
        var state = new PickleBytes().Global("collections", "OrderedDict").Code("(](](U\u0006weight")
            .Global("torch._utils", "_rebuild_tensor").Code("((U\u0007storage").Global("torch", "FloatStorage")
            .Code("U\u00010U\u0003cpuK\u0008(U\u00017K\u0002K\u0006ttQK\0(K\u0002K\u0003t(K\u0003K\u0001ttReetR");
        Write(state, Keys("0"), Storage(8, 9, 9, 0, 1, 2, 3, 4, 5));
        PyTorchWeights.Load(linear, Path);
        Assert.Equal([0f, 1, 2, 3, 4, 5], linear.weight!.data<float>().ToArray());
    }

    [Fact]
    public void Storages_lie_in_the_order_of_their_list()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        var state = new PickleBytes().Code("}(").Text("weight").Tensor(6, 0, [2, 3], [3, 1], "1").Text("bias")
            .Tensor(2, 0, [2], [1]).Code("u");
        Write(state, Keys("0", "1"), Storage(2, 6, 7), Storage(6, 0, 1, 2, 3, 4, 5));
        PyTorchWeights.Load(linear, Path);
        WeightsCase.AssertFilled(linear);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        using var folder = _folder;
        var state = new PickleBytes().Code("}").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Code("s");
        var good = Storage(6, 0, 1, 2, 3, 4, 5);
        Refused("not of the size that it should have", state, Keys("0"), Storage(5, 0, 1, 2, 3, 4, 5));
        Refused("not of the size that it should have", state, Keys("0"), Storage(long.MaxValue, 0, 1, 2, 3, 4, 5));
        Refused("not of the size that it should have", state, Keys("0"), Storage(-1, 0, 1, 2, 3, 4, 5));
        Refused("not of the size that it should have", state, Keys("0"), good[..^1]);
        Refused("1 bytes follow its last storage", state, Keys("0"), good, [1]);
        Refused("it lists a storage that no tensor has", state, Keys("0", "1"), good);
        Refused("it lists its storage '0' twice", state, Keys("0", "0"), good, good);
        Refused("it does not list its storages", state, new PickleBytes().Code("N"), good);
        Refused("the storage of 'weight' is missing", state, Keys());
        Refused(
            "its storage '0' is said to be of two sizes",
            new PickleBytes().Code("}(").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Text("b").Tensor(7, 0, [1], [1]).Code("u"), Keys("0"),
            good);
        Refused(
            "not of the size that it should have",
            new PickleBytes().Code("}").Text("weight").Tensor(int.MaxValue, 0, [2, 3], [3, 1]).Code("s"), Keys("0"),
            Storage(int.MaxValue, 0));
    }

    [Fact]
    public void Another_byte_order_or_version_is_refused()
    {
        using var folder = _folder;
        var state = new PickleBytes().Code("}").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Code("s");
        Refused("its numbers are not little-endian", state, 1001, bigEndian: true);
        Refused("it is of an unknown version", state, 1002, bigEndian: false);
    }

    [Fact]
    public void A_pickle_of_more_bytes_than_weights_need_is_refused()
    {
        using var folder = _folder;
        Refused("its pickle has more than 16777216 bytes, and no more are read", new PickleBytes().Text(new string('x', 17 << 20)), Keys());
    }

    private void Refused(string reason, PickleBytes state, int version, bool bigEndian)
    {
        File.WriteAllBytes(Path, [.. Head(version, bigEndian), .. state.End(), .. Keys("0").End(), .. Storage(6, 0, 1, 2, 3, 4, 5)]);
        Refused(reason);
    }

    private void Refused(string reason, PickleBytes state, PickleBytes keys, params byte[][] storages)
    {
        Write(state, keys, storages);
        Refused(reason);
    }

    private void Refused(string reason)
    {
        using var linear = nn.Linear(3, 2, hasBias: false);
        Assert.Contains(reason, WeightsCase.Refused(linear, Path, PyTorchWeights.Load), StringComparison.Ordinal);
    }

    private void Write(PickleBytes state, PickleBytes keys, params byte[][] storages) => File.WriteAllBytes(
        Path, [.. Head(1001, bigEndian: false), .. state.End(), .. keys.End(), .. storages.SelectMany(s => s)]);

    private static byte[] Head(int version, bool bigEndian) =>
    [
        0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.',
        .. new PickleBytes().Number(version).End(),
        .. new PickleBytes().Code("}").Text("little_endian").Code(bigEndian ? "\u0089s" : "\u0088s").End(),
    ];

    private static PickleBytes Keys(params string[] keys)
    {
        var list = new PickleBytes().Code("](");
        foreach (var key in keys) list.Text(key);
        return list.Code("e");
    }

    private static byte[] Storage(long count, params float[] numbers)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, count);
        return [.. length, .. PickleBytes.Bytes(numbers)];
    }
}
