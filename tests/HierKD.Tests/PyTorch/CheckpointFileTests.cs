using HierKD.Tests.Storage;

namespace HierKD.Tests.PyTorch;

/// <summary>Checkpoints as people have them, which Python's own pickle wrote (Checkpoints/write.py).</summary>
public sealed class CheckpointFileTests : ScopedTest
{
    private static string Folder => RepositoryFolder.Find("tests", "HierKD.Tests", "PyTorch", "Checkpoints");

    public static TheoryData<string> Everything => [.. Directory.GetFiles(Folder, "everything*.pth").Select(f => Path.GetFileName(f))];

    [Fact]
    public void There_are_seven() => Assert.Equal(7, Everything.Count);

    [Theory]
    [MemberData(nameof(Everything))]
    public void Objects_of_all_kinds_beside_the_weights_are_passed_over(string name)
    {
        using var linear = nn.Linear(3, 2);
        var message = WeightsCase.Refused(linear, In(name), PyTorchWeights.Load);
        Assert.Contains("it has 'epoch', 'state_dict', 'optimizer'", message, StringComparison.Ordinal);
        Assert.Equal("state_dict", WeightsCase.Proposed(message).Entry);
        var result = PyTorchWeights.Load(linear, In(name), WeightsCase.Proposed(message));
        Assert.Equal("missing: none; unexpected: none; skipped: none; converted: none", result.ToString());
        WeightsCase.AssertFilled(linear);
    }

    [Theory]
    [InlineData("state-before-1.6.pth")]
    [InlineData("state-protocol4.pth")]
    public void State_dictionaries_of_other_formats_are_read_as_they_are(string name)
    {
        using var linear = nn.Linear(3, 2);
        PyTorchWeights.Load(linear, In(name));
        WeightsCase.AssertFilled(linear);
    }

    [Theory]
    [InlineData("state-float16.pth", 2)]
    [InlineData("state-bfloat16.pth", 2)]
    [InlineData("state-mixed.pth", 2)]
    [InlineData("state-module.pth", 0)]
    public void What_is_nearly_the_models_is_read_as_the_refusal_proposes(string name, int converted)
    {
        using var linear = nn.Linear(3, 2);
        var result = WeightsCase.AsProposed(linear, In(name), PyTorchWeights.Load);
        Assert.Equal(converted, result.Converted.Count);
        Assert.Equal(float32, linear.weight!.dtype);
        WeightsCase.AssertFilled(linear);
    }

    [Theory]
    [InlineData("whole.pth", "it holds mynet.Net, an object that only its own program can make, and nothing is run")]
    [InlineData("state-protocol0.pth", "its pickle is of protocol 0 or 1: save it with pickle_protocol=2")]
    [InlineData("state-protocol1.pth", "its pickle is of protocol 0 or 1: save it with pickle_protocol=2")]
    public void What_cannot_be_read_is_refused(string name, string reason)
    {
        using var linear = nn.Linear(3, 2);
        Assert.Contains(reason, WeightsCase.Refused(linear, In(name), PyTorchWeights.Load), StringComparison.Ordinal);
    }

    /// <summary>The weights are asked for beside a momentum; both are found by a path.</summary>
    [Fact]
    public void An_entry_that_holds_no_weights_is_refused_and_dots_lead_further_in()
    {
        using var linear = nn.Linear(3, 2);
        var path = In("everything-protocol2.pth");
        Assert.Contains(
            "it is no dictionary of tensors; it has 'state', 'param_groups'",
            WeightsCase.Refused(linear, path, PyTorchWeights.Load, new() { Entry = "optimizer" }), StringComparison.Ordinal);
        Assert.Contains(
            "it has no dictionary 'optimizer.none'",
            WeightsCase.Refused(linear, path, PyTorchWeights.Load, new() { Entry = "optimizer.none" }), StringComparison.Ordinal);
        Assert.Contains(
            "it has no dictionary 'epoch'",
            WeightsCase.Refused(linear, path, PyTorchWeights.Load, new() { Entry = "epoch" }), StringComparison.Ordinal);
    }

    /// <summary>Every cut, and many changes, of the old format and of the protocols with frames.</summary>
    [Theory]
    [InlineData("everything-before-1.6-protocol2.pth", 7)]
    [InlineData("everything-before-1.6-protocol4.pth", 7)]
    [InlineData("state-before-1.6.pth", 1)]
    [InlineData("state-protocol4.pth", 1)]
    [InlineData("everything-protocol5.pth", 11)]
    public void A_damaged_file_is_read_or_refused_by_its_name(string name, int step)
    {
        using var folder = new TemporaryFolder();
        using var linear = nn.Linear(3, 2);
        var whole = File.ReadAllBytes(In(name));
        var (path, random, options) = (folder.File("damaged.pth"), new Random(1), new WeightOptions
        {
            Entry = name.StartsWith("everything", StringComparison.Ordinal) ? "state_dict" : null,
        });
        for (var at = 0; at < whole.Length; at += step)
        {
            Try(whole[..at], isCut: true);
            for (var change = 0; change < 3; change++)
            {
                var changed = whole.ToArray();
                changed[at] = (byte)random.Next(256);
                Try(changed, isCut: false);
            }
        }

        void Try(byte[] bytes, bool isCut)
        {
            File.WriteAllBytes(path, bytes);
            var before = HierKD.Tests.Run.ModelBits.Of(linear);
            try
            {
                PyTorchWeights.Load(linear, path, options);
                Assert.False(isCut, $"{name} was read, cut at {bytes.Length}");
            }
            catch (InvalidDataException failure)
            {
                Assert.Contains($"'{path}'", failure.Message, StringComparison.Ordinal);
                Assert.Equal(before, HierKD.Tests.Run.ModelBits.Of(linear));
            }
        }
    }

    private static string In(string name) => Path.Combine(Folder, name);
}
