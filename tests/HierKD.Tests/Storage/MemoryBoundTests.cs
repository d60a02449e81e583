using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using HierKD.Tests.Run;

namespace HierKD.Tests.Storage;

/// <summary>Whatever a safetensors file says, reading it takes no more memory than three times the file and 100 MB.</summary>
public sealed class MemoryBoundTests : RunTest
{
    private const string Empty = """{"dtype":"F32","shape":[0],"data_offsets":[0,0]}""";

    private string File => TemporaryFile("hostile");

    public static TheoryData<string> Headers => [.. Hostile.Keys];

    /// <summary>Headers that make many objects of few bytes, and what their refusal says.</summary>
    private static Dictionary<string, (Func<string> Header, string Reason)> Hostile { get; } = new()
    {
        ["a shape of ones"] = (
            () => OneOf(shape: Repeated("1", 10_000_000)),
            "tensor 'w' has more than 64 axes"),
        ["tensors of no elements"] = (
            () => "{" + string.Join(',', Enumerable.Range(0, 400_000).Select(i => $"\"t{i}\":{Empty}")) + "}",
            "it lists more than 100000 tensors"),
        ["short metadata"] = (
            () => "{\"__metadata__\":{" + string.Join(',', Enumerable.Range(0, 2_000_000).Select(i => $"\"{i}\":\"\"")) + "}}",
            "its metadata has more than 10000 texts"),
        ["a long name"] = (
            () => $$"""{"{{new string('x', 20_000_000)}}":{{Empty}}}""",
            "a text of 20000000 bytes, where at most 1048576 are read"),
        ["a long name of metadata"] = (
            () => $$$"""{"__metadata__":{"{{{new string('x', 20_000_000)}}}":""}}""",
            "a text of 20000000 bytes, where at most 1048576 are read"),
        ["a long text of metadata"] = (
            () => $$$"""{"__metadata__":{"\u0078":"\u0078{{{new string('x', 70_000_000)}}}"}}""",
            "a text of 70000006 bytes, where at most 67108864 are read"),
        ["long offsets"] = (
            () => OneOf(offsets: Repeated("0", 10_000_000)),
            "the entry of tensor 'w' cannot be read"),
        ["a long type"] = (
            () => OneOf(type: new string('x', 20_000_000)),
            "the entry of tensor 'w' cannot be read"),
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header(string name)
    {
        var (header, reason) = Hostile[name];
        Write(header());
        using var linear = nn.Linear(2, 3);
        Refused(() => SafetensorsWeights.Load(linear, File), reason);
        Refused(() => SlimModel.Load(File, () => nn.Linear(2, 3)), reason);
        Refused(() => SessionCheckpoint.ReadNotes(File), reason);
    }

    [Fact]
    public void A_header_of_a_runs_checkpoint()
    {
        Write(Hostile["a shape of ones"].Header());
        var net = TrainedNet();
        Refused(
            () => HierarchicalPruner.Run(net, Data(), Quick with { Checkpoint = new(File) }).Dispose(), "has more than 64 axes",
            // What the run itself does before it looks for one.
            more: 20_000_000);
    }

    [Fact]
    public void Something_else_in_an_entry_and_values_of_metadata_that_are_no_texts()
    {
        Write(OneOf(more: Repeated("[0]", 5_000_000)));
        using var linear = nn.Linear(2, 3);
        Refused(() => SafetensorsWeights.Load(linear, File), "not in the model (1): w");
        Write($$$"""{"__metadata__":{"x":[{{{Repeated("[0]", 5_000_000)}}}]}}""");
        Refused(() => SafetensorsWeights.Load(linear, File), "not in the file (2): weight, bias");
    }

    [Fact]
    public void Names_of_a_file_that_are_the_models_behind_a_long_prefix()
    {
        var prefix = new string('x', 1_000_000) + ".";
        Write($$"""{"{{prefix}}weight":{{Empty}},"{{prefix}}bias":{{Empty}}}""");
        using var linear = nn.Linear(2, 3);
        var message = Refused(() => SafetensorsWeights.Load(linear, File), "not in the model (2): xxx");
        Assert.InRange(message.Length, 1, 2000);
    }

    [Theory]
    [InlineData("1", 8_400_000, "letters, and at most 16777216 are read")]
    [InlineData("1", 1_100_000, "has a manifest of more values, and at most 1000000 are read")]
    [InlineData("{}", 3_000_000, "has a manifest of more lists, objects and entries, and at most 500000 are read")]
    public void A_manifest(string item, int count, string reason)
    {
        var list = Repeated(item, count);
        Write(Metadata("hierkd", $$"""{"version":1,"level":"student","layers":[{{list}}]}"""));
        Refused(() => SlimModel.Load(File, () => nn.Linear(2, 3)), reason);
        Write(Metadata("hierkd-session", $$$"""{"Version":1,"Scored":{"a":{"Latest":[{{{list}}}]} } }"""));
        Refused(() => SessionCheckpoint.ReadNotes(File), reason);
        Write(Metadata("hierkd-checkpoint", $$"""{"Version":1,"Asked":[{{list}}]}"""));
        var net = TrainedNet();
        Refused(() => HierarchicalPruner.Run(net, Data(), Quick with { Checkpoint = new(File) }).Dispose(), reason, more: 20_000_000);
    }

    [Fact]
    public void A_manifest_with_a_long_name()
    {
        Write(Metadata("hierkd-session", $$$"""{"Version":1,"Notes":{"{{{new string('x', 16_000_000)}}}":5} }"""));
        Refused(() => SessionCheckpoint.ReadNotes(File), "has a manifest with a name of 16000000 bytes, and at most 65536 are read");
    }

    [Fact]
    public void Notes_may_be_long_and_of_any_letters()
    {
        var text = string.Concat(Enumerable.Repeat("[1,2]:{} ", 1_000_000));
        var manifest = JsonSerializer.Serialize(new { Version = SessionManifest.CurrentVersion, Settings = new { }, Notes = new { text } });
        SafetensorsWriter.Write(File, [], new Dictionary<string, string> { [SessionManifest.MetadataKey] = manifest });
        Assert.Equal(text, SessionCheckpoint.ReadNotes(File)["text"]);
    }

    private static string OneOf(string type = "F32", string shape = "0", string offsets = "0,0", string more = "") =>
        $$$"""{"w":{"more":[{{{more}}}],"dtype":"{{{type}}}","shape":[{{{shape}}}],"data_offsets":[{{{offsets}}}]}}""";

    private static string Repeated(string item, int count) => string.Join(',', Enumerable.Repeat(item, count));

    private static string Metadata(string key, string manifest) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { ["__metadata__"] = new Dictionary<string, string> { [key] = manifest } });

    private void Write(string header)
    {
        using var file = System.IO.File.Create(File);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        file.Write(Encoding.ASCII.GetBytes(header));
    }

    private string Refused(Action load, string reason, long more = 0)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var message = Assert.Throws<InvalidDataException>(load).Message;
        var taken = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 1_000_000);
        Assert.InRange(taken, 0, 3 * new FileInfo(File).Length + 100_000_000 + more);
        return message;
    }
}
