using System.Text.RegularExpressions;
using HierKD.Tests.Run;
using TorchSharp.Modules;

namespace HierKD.Tests.Storage;

/// <summary>A file of weights, and what becomes of it with options that a refusal proposes.</summary>
internal static partial class WeightsCase
{
    /// <summary>The options that a message proposes.</summary>
    public static WeightOptions Proposed(string message)
    {
        var proposal = Proposal().Match(message);
        Assert.True(proposal.Success, message);
        var text = proposal.Groups[1].Value;
        return new WeightOptions
        {
            Entry = Text(text, "Entry"),
            FilePrefix = Text(text, "FilePrefix") ?? "",
            ModelPrefix = Text(text, "ModelPrefix") ?? "",
            Convert = text.Contains("Convert = true", StringComparison.Ordinal),
            Strict = !text.Contains("Strict = false", StringComparison.Ordinal),
            Skip = Regex.Match(text, @"Skip = \[(.*?)\]") is { Success: true } skip
                ? [.. Regex.Matches(skip.Groups[1].Value, "\"(.*?)\"").Select(m => m.Groups[1].Value)]
                : [],
        };
    }

    /// <summary>A refusal that names the file and leaves the model as it was.</summary>
    public static string Refused(nn.Module model, string path, Func<nn.Module, string, WeightOptions?, LoadedWeights> load,
        WeightOptions? options = null)
    {
        var before = ModelBits.Of(model);
        var failure = Assert.Throws<InvalidDataException>(() => load(model, path, options));
        Assert.Contains($"'{path}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, ModelBits.Of(model));
        // Nobody holds the file.
        File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        return failure.Message;
    }

    /// <summary>Refused as it is, loaded with what the refusal proposes.</summary>
    public static LoadedWeights AsProposed(nn.Module model, string path, Func<nn.Module, string, WeightOptions?, LoadedWeights> load,
        WeightOptions? options = null) => load(model, path, Proposed(Refused(model, path, load, options)));

    /// <summary>Whether a layer has the weights of the committed checkpoints.</summary>
    public static void AssertFilled(Linear linear)
    {
        Assert.Equal([0d, 1, 2, 3, 4, 5], linear.weight!.to(float64).data<double>().ToArray());
        Assert.Equal([6d, 7], linear.bias!.to(float64).data<double>().ToArray());
    }

    private static string? Text(string options, string name) =>
        Regex.Match(options, $"(?<![A-Za-z]){name} = \"(.*?)\"") is { Success: true } found ? found.Groups[1].Value : null;

    [GeneratedRegex(@"Load\(model, path, new\(\) (\{.*?\})")]
    private static partial Regex Proposal();
}
