namespace HierKD.Tests.Storage;

/// <summary>What Python would make of a pickle by its classes and functions is passed over, and never run.</summary>
public sealed class PickleObjectTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.pth");

    public static TheoryData<string, string> Objects => new()
    {
        { "a call of the system", "cposix\nsystem\n(X\u0006\0\0\0echo 1tR" },
        { "a class of builtins", "c__builtin__\neval\n(X\u0003\0\0\01+1tR" },
        { "a function of torch", "ctorch\nload\n(X\u0001\0\0\0xtR" },
        { "a storage's class", "ctorch\nQInt8Storage\n" },
        { "an object by its class", "cmynet\nNet\n)\u0081}X\u0001\0\0\0aK\u0001sb" },
        { "an object with named arguments", "cmynet\nNet\n)}\u0092" },
        { "an object of an old class", "(cmynet\nNet\nK\u0001o}b" },
        { "an ordered dictionary of something", "ccollections\nOrderedDict\n(K\u0001tR" },
        { "an ordered dictionary of no pairs", "ccollections\nOrderedDict\n(](K\u0001]etR" },
        { "a call of an object", "cmynet\nnet\n)R)R" },
        { "items and entries of an object", "cmynet\nNet\n)\u0081(K\u0001K\u0002u(K\u0001K\u0002eK\u0003aK\u0004K\u0005s" },
        { "a set, and a frozen one", "\u008f(K\u0001K\u0002\u0090(K\u0003\u0091\u0086" },
        { "bytes of all lengths", "C\u0002xyB\u0002\0\0\0xy\u008e\u0002\0\0\0\0\0\0\0xy\u0096\u0001\0\0\0\0\0\0\0x(1000" },
        {
            "integers of many digits", "\u008a\u0009\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f" +
            "\u008b\u0002\0\0\0\u0001\u0002\u0086"
        },
        { "a dtype by its name", "X\u0005\0\0\0torchX\u0007\0\0\0float32\u0093" },
        { "nothing twice", "N20" },
        { "a list that is in itself", "]q\u0009h\u0009a" },
        { "a storage of another kind", "(X\u0007\0\0\0storagectorch\nQInt8Storage\nX\u0001\0\0\09X\u0003\0\0\0cpuK\u0001tQ" },
        { "a storage of an unknown kind", "(X\u0007\0\0\0storagecmynet\nMyStorage\nX\u0001\0\0\09X\u0003\0\0\0cpuK\u0001tQ" },
        { "a module with its source", "(X\u0006\0\0\0modulecmynet\nNet\nX\u0001\0\0\0aX\u0001\0\0\0btQ" },
        { "a frame", "\u0095\0\0\0\0\0\0\0\0N" },
        { "text of eight bytes' length", "\u008d\u0001\0\0\0\0\0\0\0x" },
        { "Python 2's texts", "U\u0001xT\u0001\0\0\0x\u0086" },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void Beside_the_weights_it_is_skipped(string what, string code)
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2, hasBias: false);
        foreach (byte protocol in new byte[] { 2, 4, 5 })
        {
            Archive(new PickleBytes(protocol).Code("}(").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Text("other").Code(code).Code("u"));
            var message = WeightsCase.Refused(linear, Path, PyTorchWeights.Load);
            Assert.True(message.Contains("no tensor that can be read (1): other", StringComparison.Ordinal), $"{what}: {message}");
            Assert.Equal(["other"], PyTorchWeights.Load(linear, Path, WeightsCase.Proposed(message)).Skipped);
            Assert.Equal([0f, 1, 2, 3, 4, 5], linear.weight!.data<float>().ToArray());
            Assert.Equal(["other"], PyTorchWeights.Load(linear, Path, new() { Strict = false }).Unexpected);
        }
    }

    [Fact]
    public void What_is_memoized_is_found_by_the_count_of_what_was()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2, hasBias: false);
        Archive(new PickleBytes(4).Code("N\u0094").Code("0}(").Text("weight").Code("\u0094h\u0001").Code("0").Tensor(6, 0, [2, 3], [3, 1])
            .Code("\u0094").Text("x").Code("\u0094Nu"));
        Assert.Equal(["x"], PyTorchWeights.Load(linear, Path, new() { Skip = ["x"] }).Skipped);
        Archive(new PickleBytes(4).Code("}(").Text("weight").Code("h\u0005u"));
        Assert.Contains("its pickle is damaged", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f")]
    [InlineData("\u0096\0\0\0\0\u0001\0\0\0")]
    [InlineData("B\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("T\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u00ff")]
    public void A_length_is_not_believed(string code)
    {
        using var folder = _folder;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Archive(new PickleBytes(4).Code(code));
        Assert.Contains("its pickle is cut short", Refused(), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Theory]
    [InlineData("\u0097", "its pickle has buffers outside of it")]
    [InlineData("N\u0098", "its pickle has buffers outside of it")]
    [InlineData("\u0082\u0001", "its pickle has the instruction 0x82")]
    [InlineData("K\u0001K\u0002\u0093", "its pickle is damaged")]
    [InlineData("N(N\u0090", "its pickle is damaged")]
    [InlineData("(o", "it holds no dictionary")]
    [InlineData("o", "its pickle is damaged")]
    [InlineData("1", "its pickle is damaged")]
    [InlineData("2", "its pickle is damaged")]
    [InlineData("\u0091", "its pickle is damaged")]
    public void Instructions_that_make_no_sense_are_refused(string code, string reason)
    {
        using var folder = _folder;
        Archive(new PickleBytes(4).Code(code));
        var message = Refused();
        if (reason == "it holds no dictionary") Assert.Contains("it holds an object", message, StringComparison.Ordinal);
        else Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u008f")]
    [InlineData("ca\nb\n")]
    [InlineData("C\0")]
    [InlineData(")\u0085")]
    [InlineData("]2a")]
    [InlineData("2")]
    public void Objects_without_end_and_nesting_of_any_depth_are_refused(string code)
    {
        using var folder = _folder;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Archive(new PickleBytes(4).Code("N").Code(string.Concat(Enumerable.Repeat(code, 3_000_000 / code.Length))).Code(
            string.Concat(Enumerable.Repeat("N", 1_000_000))));
        Assert.Contains("its pickle holds more than 1000000 values", Refused(), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 250_000_000);
    }

    [Fact]
    public void A_tensor_of_numbers_that_are_not_read_is_no_tensor()
    {
        using var folder = _folder;
        Archive(new PickleBytes().Code("}(").Text("weight").Tensor(6, 0, [2, 3], [3, 1], "1", "QInt8").Text("a").Tensor(6, 0, [1], [1])
            .Code("u"));
        Assert.Contains("no tensor that can be read (1): weight", Refused(), StringComparison.Ordinal);
        // Negated on its way to memory.
        Archive(new PickleBytes().Code("}(").Text("a").Tensor(6, 0, [1], [1]).Text("weight").Global("torch._utils", "_rebuild_tensor_v2")
            .Code("((").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(6)
            .Code("tQK\0(K\u0002K\u0003t(K\u0003K\u0001t")
            .Code(0x89).Global("collections", "OrderedDict").Code(")R}").Text("neg").Code(0x88).Code("stRu"));
        Assert.Contains("no tensor that can be read (1): weight", Refused(), StringComparison.Ordinal);
    }

    private string Refused()
    {
        using var linear = nn.Linear(3, 2, hasBias: false);
        return WeightsCase.Refused(linear, Path, PyTorchWeights.Load);
    }

    private void Archive(PickleBytes pickle) => PickleBytes.WriteArchive(Path, pickle.End(), [0, 1, 2, 3, 4, 5]);
}
