using TorchSharp.Modules;

namespace HierKD.Tests.Storage;

/// <summary>PyTorch's files without PyTorch: what is read, and what is refused unread.</summary>
public sealed class PyTorchWeightsTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.pth");

    [Fact]
    public void Views_of_all_kinds_take_no_memory_beside_their_storage()
    {
        using var folder = _folder;
        const int size = 1 << 20;
        var pickle = new PickleBytes().Code("}(").Text("whole").Tensor(size, 0, [size], [1])
            .Text("crossed").Tensor(size, 0, [8, size / 8], [1, 8])
            .Text("single").Tensor(size, 7, [], []).Text("none").Tensor(size, 0, [0, 3], [9, 9]);
        var numbers = Enumerable.Range(0, size).Select(n => (float)n).ToArray();
        PickleBytes.WriteArchive(Path, pickle.Code("u").End(), numbers);
        using var file = PyTorchFile.Open(Path, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (whole, crossed, single, none) = (file.Read("whole"), file.Read("crossed"), file.Read("single"), file.Read("none"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        file.Dispose();
        Assert.Equal(numbers, whole.data<float>().ToArray());
        Assert.Equal([3f, 11, 19], crossed[3, ..3].contiguous().data<float>().ToArray());
        Assert.Equal(7, single.item<float>());
        Assert.Equal([0, 3], none.shape);
    }

    [Fact]
    public void A_tensor_is_read_as_its_strides_say()
    {
        using var folder = _folder;
        Archive(State("weight", p => p.Tensor(8, offset: 1, shape: [2, 3], strides: [1, 2])), 0, 1, 2, 3, 4, 5, 6, 7);
        using var linear = nn.Linear(3, 2, hasBias: false);
        var parameter = linear.weight;
        var result = PyTorchWeights.Load(linear, Path);
        Assert.Equal(([], []), (result.Missing.ToArray(), result.Unexpected.ToArray()));
        Assert.Same(parameter, linear.weight);
        Assert.Equal([1f, 3, 5, 2, 4, 6], linear.weight!.data<float>().ToArray());
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var folder = _folder;
        Archive(State("weight", p => p.Tensor(6, 0, [2, 3], [3, 1])), 0, 1, 2, 3, 4, 5);
        using var linear = nn.Linear(3, 2, hasBias: false);
        HierKD.Tests.Run.LiveTensors.AssertNoneLeft(() => PyTorchWeights.Load(linear, Path));
        File.Delete(Path);
    }

    public static TheoryData<string, string> Programs => new()
    {
        { "an old instruction for classes", "(iposix\nsystem\n" },
        { "a buffer outside of it", "\x97" },
        { "a second protocol", "\x80\x02" },
        { "an extension", "\x82\x01" },
        { "a state for a list", "]}b" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_pickle_that_is_none_of_PyTorchs_is_refused_and_the_model_is_as_it_was(string what, string code)
    {
        using var folder = _folder;
        Archive(new PickleBytes().Code("}").Text("weight").Code(code).Code("s").End(), 0, 1, 2, 3, 4, 5);
        var failure = Refused();
        Assert.True(failure.Message.Contains("its pickle", StringComparison.Ordinal), $"{what}: {failure.Message}");
    }

    [Fact]
    public void The_refusal_says_what_the_pickle_names()
    {
        using var folder = _folder;
        Archive(new PickleBytes().Global("posix", "system").Code("(").Text("echo 1").Code("tR").End(), 0);
        Assert.Contains(
            $"'{Path}' cannot be read as PyTorch's weights: it holds posix.system, an object that only its own program can make, and " +
            $"nothing is run: in Python, torch.save(model.state_dict(), 'weights.pth').",
            Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 1, 2, 3, 3, 1)]
    [InlineData(6, 0, 2, 3, 4, 1)]
    [InlineData(6, -1, 2, 3, 3, 1)]
    [InlineData(6, 0, 2, 3, -3, 1)]
    [InlineData(6, 0, -2, 3, 3, 1)]
    [InlineData(-6, 0, 2, 3, 3, 1)]
    [InlineData(7, 0, 2, 3, 3, 1)]
    [InlineData(2, 0, 2, 3, 0, 0)]
    [InlineData(6, 0, int.MaxValue, int.MaxValue, 0, 0)]
    public void A_tensor_that_reaches_beyond_its_storage_is_refused(int count, int offset, int rows, int columns, int down, int across)
    {
        using var folder = _folder;
        Archive(State("weight", p => p.Tensor(count, offset, [rows, columns], [down, across])), 0, 1, 2, 3, 4, 5);
        Refused();
    }

    [Fact]
    public void More_elements_than_any_machine_has_are_refused()
    {
        using var folder = _folder;
        Archive(
            State("weight", p => p.Tensor(6, 0, [.. Enumerable.Repeat(int.MaxValue, 9)], [.. Enumerable.Repeat(0, 9)])), 0, 1, 2, 3, 4, 5);
        Assert.Contains("more elements than were saved", Refused().Message, StringComparison.Ordinal);
        Archive(
            State("weight", p => p.Tensor(6, 0, [.. Enumerable.Repeat(int.MaxValue, 9)], [.. Enumerable.Repeat(int.MaxValue, 9)])), 0, 1, 2,
            3, 4, 5);
        Assert.Contains("reaches beyond its storage", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_archive_is_refused()
    {
        using var folder = _folder;
        PickleBytes.WriteArchive(
            Path, State("weight", p => p.Tensor(6, 0, [2, 3], [3, 1])), new float[6], System.IO.Compression.CompressionLevel.SmallestSize);
        Assert.Contains("is compressed", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_more_than_a_state_dictionary_is_read_by_the_name_of_its_entry()
    {
        using var folder = _folder;
        Archive(new PickleBytes().Code("}(").Text("epoch").Number(3).Text("model").Code("}").Text("weight").Tensor(6, 0, [2, 3], [3, 1])
            .Code("su").End(), 5, 4, 3, 2, 1, 0);
        using var linear = nn.Linear(3, 2, hasBias: false);
        Assert.Contains(
            "it is no dictionary of tensors; it has 'epoch', 'model': say which is the state dictionary: " +
            "Load(model, path, new() { Entry = \"model\" })", Refused().Message, StringComparison.Ordinal);
        Assert.Contains(
            "it has no dictionary 'state_dict'; it has 'epoch', 'model'",
            Assert.Throws<InvalidDataException>(() => PyTorchWeights.Load(linear, Path, new() { Entry = "state_dict" })).Message,
            StringComparison.Ordinal);
        PyTorchWeights.Load(linear, Path, new() { Entry = "model" });
        Assert.Equal([5f, 4, 3, 2, 1, 0], linear.weight!.data<float>().ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("model")]
    public void A_module_may_have_a_state_of_its_own_among_the_tensors(string? entry)
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2, hasBias: false);
        var pickle = new PickleBytes().Code("}");
        if (entry is not null) pickle.Text(entry).Code("}");
        pickle.Code("(").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Text("head._extra_state").Code("}").Text("scale").Tensor(6, 0, [], [])
            .Code("su").Code(entry is null ? "" : "s");
        Archive(pickle.End(), 5, 4, 3, 2, 1, 0);
        var message = WeightsCase.Refused(linear, Path, PyTorchWeights.Load, new() { Entry = entry });
        Assert.Contains("no tensor that can be read (1): head._extra_state", message, StringComparison.Ordinal);
        var proposed = WeightsCase.Proposed(message);
        Assert.Equal((entry, "head._extra_state"), (proposed.Entry, Assert.Single(proposed.Skip)));
        Assert.Equal(["head._extra_state"], PyTorchWeights.Load(linear, Path, proposed).Skipped);
        Assert.Equal([5f, 4, 3, 2, 1, 0], linear.weight!.data<float>().ToArray());
        Assert.Equal(
            ["head._extra_state"], PyTorchWeights.Load(linear, Path, new() { Entry = entry, Strict = false }).Unexpected);
    }

    [Theory]
    [InlineData(0, 1, "it is no dictionary of tensors; it has 'model': say which is the state dictionary: Load(")]
    [InlineData(1, 2, "it has fewer tensors than a dictionary in it, and is no state dictionary; it has 't0', 'model': say which is")]
    [InlineData(1, 1, "If a dictionary in it is the state dictionary: Load(model, path, new() { Entry = \"model\" }).")]
    [InlineData(3, 1, "If a dictionary in it is the state dictionary: Load(model, path, new() { Entry = \"model\" }).")]
    public void A_dictionary_beside_tensors_is_proposed_whichever_has_more(int beside, int within, string reason)
    {
        using var folder = _folder;
        var pickle = new PickleBytes().Code("}(");
        for (var i = 0; i < beside; i++) pickle.Text($"t{i}").Tensor(6, 0, [1], [1]);
        pickle.Text("model").Code("}(");
        foreach (var name in new[] { "weight", "more" }.Take(within)) pickle.Text(name).Tensor(6, 0, [2, 3], [3, 1]);
        Archive(pickle.Code("uu").End(), 5, 4, 3, 2, 1, 0);
        var message = Refused().Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        using var linear = nn.Linear(3, 2, hasBias: false);
        PyTorchWeights.Load(linear, Path, WeightsCase.Proposed(message) with { Skip = ["more"] });
        Assert.Equal([5f, 4, 3, 2, 1, 0], linear.weight!.data<float>().ToArray());
    }

    [Fact]
    public void What_is_no_archive_or_does_not_fit_is_refused()
    {
        using var folder = _folder;
        File.WriteAllText(Path, "no zip");
        Assert.Contains("is not a file that torch.save wrote: it begins as none does", Refused().Message, StringComparison.Ordinal);
        Archive(State("weight", p => p.Tensor(6, 0, [3, 2], [2, 1])), 0, 1, 2, 3, 4, 5);
        Assert.Contains("weight (Float32 [3, 2] in the file, Float32 [2, 3] in the model)", Refused().Message, StringComparison.Ordinal);
        Archive(State("other", p => p.Tensor(6, 0, [2, 3], [3, 1])), 0, 1, 2, 3, 4, 5);
        Assert.Contains("not in the file (1): weight", Refused().Message, StringComparison.Ordinal);
        Archive([0x80, 6, (byte)'.'], 0);
        Assert.Contains("its pickle is of protocol 6", Refused().Message, StringComparison.Ordinal);
    }

    private InvalidDataException Refused()
    {
        using var linear = nn.Linear(3, 2, hasBias: false);
        var before = TensorAssert.Bits(linear.weight!);
        var failure = Assert.Throws<InvalidDataException>(() => PyTorchWeights.Load(linear, Path));
        Assert.Equal(before, TensorAssert.Bits(linear.weight!));
        return failure;
    }

    private static byte[] State(string name, Func<PickleBytes, PickleBytes> tensor) =>
        tensor(new PickleBytes().Global("collections", "OrderedDict").Code(")R(").Text(name)).Code("u").End();

    private void Archive(byte[] pickle, params float[] storage) => PickleBytes.WriteArchive(Path, pickle, storage);
}
