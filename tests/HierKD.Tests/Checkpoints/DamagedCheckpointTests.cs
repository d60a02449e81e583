using System.Text.Json.Nodes;
using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>A checkpoint that lacks something, or has it in another form, is refused by what that is, and the model is as it was.</summary>
public sealed class DamagedCheckpointTests : RunTest
{
    private static readonly PruningOptions Short =
        Quick with { Training = Quick.Training with { FineTuning = Quick.Training.FineTuning with { Epochs = 1, WeightAverage = 0.8 } } };

    [Fact]
    public void A_tensor_that_is_missing()
    {
        var options = Written();
        foreach (var name in new[]
        {
            "student/scores/0", "student/states/1", "student/mask/0", "shared/features.4.weight",
            "fine-tuned/features.4.weight", "best/features.4.weight", "average/features.4.weight",
        })
        {
            Refused(options, $"it has no '{name}'", edit: tensors => Assert.True(tensors.Remove(name), name));
        }
    }

    [Theory]
    [InlineData("shared/features.4.weight")]
    [InlineData("best/features.4.weight")]
    [InlineData("student/scores/0")]
    [InlineData("student/mask/0")]
    public void A_tensor_of_another_shape_or_type(string name)
    {
        var options = Written();
        Refused(options, $"its '{name}' is ", edit: tensors => tensors[name] = tensors[name].flatten().narrow(0, 0, 1));
        Refused(options, $"its '{name}' is ", edit: tensors => tensors[name] = tensors[name].to(float64));
        Refused(options, $"its '{name}' is ", edit: tensors => tensors[name] = tensors[name].unsqueeze(0));
    }

    [Fact]
    public void Both_forms_are_told()
    {
        var options = Written();
        Refused(options, "its 'student/mask/0' is Float32 [2, 3], and not Byte [10]. Delete it to begin anew.", edit: tensors =>
            tensors["student/mask/0"] = zeros(2, 3));
        Refused(options, "its 'student/mask/0' keeps no filter", edit: tensors =>
            tensors["student/mask/0"] = zeros_like(tensors["student/mask/0"]));
    }

    [Fact]
    public void A_manifest_that_lacks_something_or_has_what_cannot_be()
    {
        var options = Written();
        Refused(options, "settings of the run", manifest: m => m.Remove("Settings"));
        Refused(options, "settings of the run", manifest: m => m["Settings"]!["Seed"] = null);
        Refused(options, "marks of the scores", manifest: m => m.Remove("Scored"));
        Refused(options, "marks of the scores of level 'student'", manifest: m => m["Scored"]!.AsObject().Remove("student"));
        Refused(options, "marks of the scores of level 'student'", manifest: m => m["Scored"]!["student"]!["Started"]!.AsArray().Add(true));
        Refused(options, "marks of the scores of level 'student'", manifest: m =>
            m["Scored"]!["student"]!["Latest"]![0]!.AsArray().Add(1000));
        Refused(options, "agreement of the levels", manifest: m => m.Remove("Agreement"));
        Refused(options, "history", manifest: m => m["History"]!.AsArray().Add(null));
        Refused(options, "place in the run", manifest: m => m["EpochsDone"] = -1);
        Refused(options, "place in the run", manifest: m => m["Phase"] = 77);
        Refused(options, "place in ", manifest: m => m["FineTune"] = null);
        Refused(options, "place in fine-tuning", manifest: m => m["FineTune"]!["Rung"] = 3);
        foreach (var epochs in new[] { -1, 0, 2, int.MaxValue })
        {
            Refused(options, "place in ", manifest: m => m["FineTune"]!["Epochs"] = epochs);
            Refused(options, "place in fine-tuning", manifest: m => m["FineTune"]!["PlannedEpochs"] = epochs);
        }
        foreach (var epochs in new[] { 0, 2, int.MaxValue }) Refused(options, "place in the run", manifest: m => m["EpochsDone"] = epochs);
        Refused(options, "place in fine-tuning", manifest: m => m["FineTune"]!["Idle"] = 7);
        Refused(options, "place in fine-tuning", manifest: m => m["FineTune"]!["BestMetric"] = "NaN");
        Refused(options, "place in the run", manifest: m => m["MultiplyAdds"] = -1);
        foreach (var steps in new[] { -1, 0 }) Refused(options, "steps of an epoch", manifest: m => m["Steps"] = steps);
    }

    [Fact]
    public void Only_another_version_is_called_one()
    {
        var options = Written();
        Refused(options, "is a checkpoint of version 1 of the format; this HierKD reads version 2", manifest: m => m["Version"] = 1);
    }

    [Fact]
    public void More_epochs_than_a_budget_pays_for()
    {
        var options = Written(Short with { Training = Short.Training with { MultiplyAddBudget = 2e8 } });
        foreach (var epochs in new[] { 100_000, int.MaxValue })
        {
            Refused(options, "more epochs than the budget pays for", manifest: m => m["FineTune"]!["Epochs"] = epochs);
            Refused(options, "more epochs than the budget pays for", manifest: m => m["FineTune"]!["PlannedEpochs"] = epochs);
        }
    }

    [Fact]
    public void A_file_without_a_checksum()
    {
        var options = Written();
        var path = options.Checkpoint!.Path;
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
        foreach (var (key, letter) in new[] { (FileChecksum.Key, 'x'), (FileChecksum.WriterKey, 'y') })
        {
            text = text.Replace(key, new string(letter, key.Length), StringComparison.Ordinal);
        }
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(text));
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(TrainedNet(), Data(), options));
        Assert.Contains("it has lost its checksum", failure.Message, StringComparison.Ordinal);
    }

    private PruningOptions Written(PruningOptions? run = null)
    {
        var options = (run ?? Short) with { Checkpoint = new(TemporaryFile("run.checkpoint")) { Keep = true } };
        using (HierarchicalPruner.Run(TrainedNet(), Data(), options)) { }
        return options;
    }

    private void Refused(
        PruningOptions options, string what, Action<Dictionary<string, Tensor>>? edit = null, Action<JsonObject>? manifest = null)
    {
        var path = TemporaryFile("damaged.checkpoint");
        Edit(options.Checkpoint!.Path, path, edit, manifest);
        var net = TrainedNet();
        var before = ModelBits.Of(net);
        var failure =
            Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(net, Data(), options with { Checkpoint = new(path) }));
        Assert.Contains($"'{path}'", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Contains(what, StringComparison.Ordinal), failure.Message);
        Assert.Equal(before, ModelBits.Of(net));
    }

    /// <summary>Writes a checkpoint anew, with a checksum of its own.</summary>
    internal static void Edit(string from, string to, Action<Dictionary<string, Tensor>>? edit, Action<JsonObject>? manifest)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(from);
        var tensors = file.Entries.Keys.ToDictionary(name => name, file.Read);
        edit?.Invoke(tensors);
        var json = JsonNode.Parse(file.Metadata[CheckpointManifest.MetadataKey])!.AsObject();
        manifest?.Invoke(json);
        SafetensorsWriter.Write(
            to, tensors.Select(t => (t.Key, t.Value)).ToArray(),
            new Dictionary<string, string> { [CheckpointManifest.MetadataKey] = json.ToJsonString() });
    }
}
