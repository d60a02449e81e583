using System.Text.Encodings.Web;
using System.Text.Json;
using HierKD;
using HierKD.Samples;

namespace Cifar10Sample;

/// <summary>Writes what was measured, a line of JSON for each network.</summary>
internal static class ResultLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Append<T>(string? path, T result)
    {
        if (path is not null) File.AppendAllText(path, JsonSerializer.Serialize(result, Json) + "\n");
    }

    /// <summary>The command that runs, without the places of data and results, which are each machine's own.</summary>
    public static string Command()
    {
        List<string> words = [];
        var arguments = Environment.GetCommandLineArgs()[1..];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--data" or "--results" or "--output") i++;
            else words.Add(arguments[i]);
        }
        return "./build.sh cifar10 " + string.Join(' ', words);
    }
}

/// <summary>The accuracy of a pretrained network.</summary>
internal sealed record EvaluationResult(string Network, int TestImages, int Right, double Seconds, string Command, DateTime Finished, Provenance Provenance);

/// <summary>What a run of the pruner made of a network. Accuracies are shares; those of levels are on the validation images.</summary>
internal sealed record PruningOutcome(
    string Network, double OriginalTest, double StudentTest, int TestImages, IReadOnlyList<LevelReport> Levels, int Groups, IReadOnlyList<FilterLock> Locks, bool ReloadedIsTheSame,
    double OriginalSeconds, double PruningSeconds, double Seconds, int Seed, string Command, DateTime Finished, Provenance Provenance);
