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

    [Theory]
    [InlineData("a name", "h\0h\0\u00930")]
    [InlineData("a name", "h\u0002h\0\u00930")]
    [InlineData("a storage's key", "h\u0001Q0")]
    public async Task A_long_text_that_is_named_again_and_again_is_refused_at_once(string what, string code)
    {
        using var folder = _folder;
        var pickle = new PickleBytes(4).Text(new string('x', 14_000_000)).Code("q\0(").Text("storage").Global("torch", "FloatStorage")
            .Code("h\0").Text("cpu").Number(6).Code("tq\u0001").Text("torch").Code("q\u0002");
        for (var i = 0; i < 20_000; i++) pickle.Code(code);
        // Many minutes, if all of the text is gone through each time.
        var message = await Task.Run(() => Refused(pickle.End())).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Contains($"its pickle has {what} of 14000000 letters, and at most 1000 are read", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_keys_of_a_thousand_letters_are_read()
    {
        using var folder = _folder;
        var key = new string('k', 1000);
        var pickle = new PickleBytes().Code("}(").Text("weight").Tensor(6, 0, [2, 3], [3, 1], key)
            .Text("other").Global(new string('m', 1000), new string('n', 1000)).Code("u");
        PickleBytes.WriteArchive(
            Path, CompressionLevel.NoCompression, ("data.pkl", pickle.End()), ("data/" + key, PickleBytes.Bytes(0, 1, 2, 3, 4, 5)));
        using var linear = nn.Linear(3, 2, hasBias: false);
        Assert.Equal(["other"], PyTorchWeights.Load(linear, Path, new() { Skip = ["other"] }).Skipped);
        Assert.Equal([0f, 1, 2, 3, 4, 5], linear.weight!.data<float>().ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(199)]
    public void Names_are_put_together_only_for_the_few_dictionaries_that_a_message_proposes(int letters)
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Code("}").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Code("sq\0}(");
        for (var i = 0; i < 1000; i++) pickle.Text($"{i:D190}").Code("h\0");
        pickle.Code("uq\u0001}(");
        for (var i = 0; i < 1000; i++) pickle.Text($"{i}".PadLeft(letters, '0')).Code("h\u0001");
        pickle.Code("u");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Refused(pickle.End());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.Contains("it is no dictionary of tensors; it has '", message, StringComparison.Ordinal);
        Assert.Equal(letters == 3, message.Contains($"{{ Entry = \"000.{0:D190}\" }} or new()", StringComparison.Ordinal));
    }

    [Fact]
    public void A_large_dictionary_under_very_many_keys_is_counted_once()
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Tensor(6, 0, [2, 3], [3, 1]).Code("q\0}(");
        for (var i = 0; i < 100_000; i++) pickle.Text($"{i}").Code("h\0");
        pickle.Code("uq\u0001}q\u0002(");
        for (var i = 0; i < 1000; i++) pickle.Text($"{i}").Code("h\u0001");
        pickle.Code("u0}(");
        for (var i = 0; i < 1000; i++) pickle.Text($"{i}").Code("h\u0002");
        Assert.Contains("Entry = \"0.0\" } or new() { Entry = \"0.1\" }", Refused(pickle.Code("u").End()), StringComparison.Ordinal);
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
        RequireReadable(Refused(new PickleBytes().Global("\u001b[2J" + new string('x', 900), "name").End()));
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
