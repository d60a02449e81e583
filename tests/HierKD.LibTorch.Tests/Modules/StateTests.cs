namespace HierKD.LibTorch.Tests.Modules;

public sealed class StateTests : ScopedTest
{
    [Fact]
    public void The_state_holds_the_live_tensors()
    {
        using var net = new SmallNet();
        var state = net.state_dict();
        Assert.Same(net.conv.weight, state["conv.weight"]);
        Assert.Same(net.norm.running_mean, state["norm.running_mean"]);
        Assert.Equal(13, state.Count);
    }

    [Fact]
    public void State_is_copied_into_the_parameters_in_place()
    {
        using var source = new SmallNet();
        using var target = new SmallNet();
        var weight = target.conv.weight;
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.Same(weight, target.conv.weight);
        AssertSameState(source, target);
        Assert.True(weight.requires_grad);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_unless_asked_otherwise()
    {
        using var net = new SmallNet();
        var state = new Dictionary<string, Tensor>(net.state_dict()) { ["stranger"] = zeros(1) };
        state.Remove("scale");
        Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state));
        var (missing, unexpected) = net.load_state_dict(state, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["stranger"], unexpected);
        (missing, unexpected) = net.load_state_dict(state, skip: ["scale", "stranger"]);
        Assert.Empty(missing);
        Assert.Empty(unexpected);
    }

    [Fact]
    public void A_tensor_of_the_wrong_shape_is_refused()
    {
        using var net = new SmallNet();
        var state = new Dictionary<string, Tensor>(net.state_dict()) { ["scale"] = zeros(5) };
        Assert.ThrowsAny<Exception>(() => net.load_state_dict(state));
    }

    [Fact]
    public void A_file_brings_back_every_bit()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var source = new SmallNet();
            source.call(randn(2, 1, 4, 4));
            source.save(path);
            using var target = new SmallNet();
            Assert.Same(target, target.load(path));
            AssertSameState(source, target);
            Assert.Equal(1L, target.norm.num_batches_tracked!.item<long>());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_stream_brings_back_every_bit()
    {
        using var source = new SmallNet();
        using var written = new MemoryStream();
        source.save(written);
        using var target = new SmallNet();
        target.load(new MemoryStream(written.ToArray()));
        AssertSameState(source, target);
    }

    [Fact]
    public void Half_a_file_and_a_file_of_another_model_are_refused()
    {
        using var net = new SmallNet();
        using var other = nn.Linear(2, 2);
        using var written = new MemoryStream();
        other.save(written);
        var bytes = written.ToArray();
        Assert.Throws<ArgumentException>(() => net.load(new MemoryStream(bytes)));
        using var again = nn.Linear(2, 2);
        Assert.ThrowsAny<Exception>(() => again.load(new MemoryStream(bytes[..^3])));
    }

    [Fact]
    public void Without_strictness_only_what_fits_is_loaded()
    {
        using var source = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2)));
        using var target = nn.Sequential(("b", nn.Linear(2, 2)), ("c", nn.Linear(2, 2)));
        using var written = new MemoryStream();
        source.save(written);
        var loaded = new Dictionary<string, bool>();
        var untouched = target.get_parameter("c.weight")!.clone();
        target.load(new MemoryStream(written.ToArray()), strict: false, loadedParameters: loaded);
        TensorAssert.Same(source.get_parameter("b.weight")!, target.get_parameter("b.weight")!);
        TensorAssert.Same(untouched, target.get_parameter("c.weight")!);
        Assert.True(loaded["b.weight"]);
        Assert.False(loaded["a.weight"]);
    }

    /// <summary>The file format, byte by byte: counts and lengths in LEB128, then each name, type, shape and the raw values.</summary>
    [Fact]
    public void The_file_format_is_TorchSharps()
    {
        using var layer = nn.Linear(2, 1, hasBias: false);
        using (no_grad())
        {
            layer.weight.copy_(tensor(new[] { 1f, -2f }, [1, 2]));
        }
        using var written = new MemoryStream();
        layer.save(written);
        byte[] expected =
        [
            1,
            6, (byte)'w', (byte)'e', (byte)'i', (byte)'g', (byte)'h', (byte)'t',
            6,
            2, 1, 2,
            0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0,
        ];
        Assert.Equal(expected, written.ToArray());
    }

    private static void AssertSameState(SmallNet expected, SmallNet actual)
    {
        var state = actual.state_dict();
        foreach (var (name, value) in expected.state_dict())
        {
            TensorAssert.Same(value, state[name]);
        }
    }
}
