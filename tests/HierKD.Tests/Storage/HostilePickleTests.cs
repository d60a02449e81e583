using System.IO.Compression;

namespace HierKD.Tests.Storage;

/// <summary>Pickles that are made to take memory, or to say something in a message.</summary>
public sealed class HostilePickleTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.pth");

    [Theory]
    [InlineData("}(K\x01u")]
    [InlineData("}(K\x01K\x02K\x03u")]
    public void A_key_without_a_value_is_refused(string code)
    {
        using var folder = _folder;
        Assert.Contains("a key has no value", Refused(new PickleBytes().Code(code).End()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('}')]
    [InlineData(']')]
    [InlineData('N')]
    [InlineData('(')]
    public void Values_without_end_are_refused_before_they_fill_the_memory(char code)
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Code(new string(code, 3_000_000)).End();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("its pickle holds more than 1000000 values", Refused(pickle), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 120_000_000);
    }

    [Fact]
    public void Values_remembered_without_end_are_refused()
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Code("N");
        for (var i = 0; i <= 1_000_000; i++) pickle.Code((byte)'r', (byte)i, (byte)(i >> 8), (byte)(i >> 16), 0);
        Assert.Contains("its pickle holds more than 1000000 values", Refused(pickle.End()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_of_more_bytes_than_weights_need_is_refused()
    {
        using var folder = _folder;
        Assert.Contains(
            "has 16777219 bytes, and at most 16777216 are read", Refused(new PickleBytes().Code(new byte[1 << 24]).End()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_very_many_axes_is_refused()
    {
        using var folder = _folder;
        var ones = Enumerable.Repeat(1, 65).ToArray();
        Assert.Contains(
            "a tensor of its pickle has 65 axes, and at most 64 are read",
            Refused(new PickleBytes().Code("}").Text("weight").Tensor(6, 0, ones, ones).Code("s").End()), StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_many_tensors_share_are_counted_for_each()
    {
        using var folder = _folder;
        var ones = Enumerable.Repeat(1, 64).ToArray();
        var pickle = new PickleBytes().Tensor(6, 0, ones, ones).Global("torch._utils", "_rebuild_tensor_v2").Code("q\0(");
        pickle.Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(6).Code("tQq\x01(");
        foreach (var one in ones) pickle.Number(one);
        pickle.Code("tq\x02");
        for (var i = 0; i < 120_000; i++) pickle.Code("h\0(h\x01K\0h\x02h\x02tR");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("its pickle holds more than 1000000 values", Refused(pickle.End()), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void Many_names_of_one_tensor_are_refused()
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Tensor(6, 0, [2, 3], [3, 1]).Code("q\0}(");
        for (var i = 0; i <= 100_000; i++) pickle.Text($"{i}").Code("h\0");
        Assert.Contains("it has more than 100000 tensors", Refused(pickle.Code("u").End()), StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_nothing_was_put_in_are_no_values()
    {
        using var folder = _folder;
        Assert.Contains("its pickle is damaged at byte", Refused(new PickleBytes().Code("}q\x03h\x02").End()), StringComparison.Ordinal);
        Assert.Contains("its pickle is damaged at byte", Refused(new PickleBytes().Code("}q\x03h\x04").End()), StringComparison.Ordinal);
        Assert.Contains(
            "its pickle is damaged at byte", Refused(new PickleBytes().Code("}j").Code(0xff, 0xff, 0xff, 0xff).End()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_thousand_tensors_are_read()
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Code("}(");
        for (var i = 0; i < 30_000; i++) pickle.Text($"layers.{i}.weight").Tensor(6, 0, [2, 3], [3, 1]);
        Archive(pickle.Code("u").End());
        using var file = PyTorchFile.Open(Path, null);
        Assert.Equal(30_000, file.Entries.Count);
    }

    [Fact]
    public void A_message_shows_a_part_of_long_names_and_no_letter_that_steers_a_terminal()
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Code("}(");
        for (var i = 0; i < 20; i++) pickle.Text($"{i}\u001b[2J\n" + new string('x', 100_000)).Number(i);
        RequireReadable(Refused(pickle.Code("u").End()));
        RequireReadable(Refused(new PickleBytes().Global("\u001b[2J" + new string('x', 100_000), "name").End()));
        pickle = new PickleBytes().Code("}(");
        for (var i = 0; i < 3000; i++) pickle.Text($"{i}\u001b[2J\r").Tensor(6, 0, [2, 3], [3, 1]);
        var message = Refused(pickle.Code("u").End());
        Assert.DoesNotContain(message, c => c != '\n' && char.IsControl(c));
        Assert.Contains("not in the model (3000): ", message, StringComparison.Ordinal);
        Assert.EndsWith(" and 2000 more", message, StringComparison.Ordinal);
    }

    private static void RequireReadable(string message)
    {
        Assert.InRange(message.Length, 1, 10_000);
        Assert.DoesNotContain(message, char.IsControl);
    }

    private string Refused(byte[] pickle)
    {
        Archive(pickle);
        using var linear = nn.Linear(3, 2, hasBias: false);
        var message = Assert.Throws<InvalidDataException>(() => PyTorchWeights.Load(linear, Path)).Message;
        Assert.Contains($"'{Path}'", message, StringComparison.Ordinal);
        return message;
    }

    private void Archive(byte[] pickle) => PickleBytes.WriteArchive(
        Path, CompressionLevel.NoCompression, ("data.pkl", pickle), ("data/0", PickleBytes.Bytes(0, 1, 2, 3, 4, 5)));
}
