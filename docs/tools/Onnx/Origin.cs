using HierKD.Samples;
using Microsoft.ML.OnnxRuntime;

namespace HierKD.OnnxSurvey;

/// <summary>Where a row comes from.</summary>
/// <param name="From">Commit, TorchSharp and machine.</param>
/// <param name="OnnxRuntime">The version of ONNX Runtime.</param>
/// <param name="TorchVision">The version of TorchVision.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Command">What makes the row again.</param>
/// <param name="Finished">When, in UTC.</param>
internal sealed record Origin(
    Provenance From, string OnnxRuntime, string TorchVision, int Seed, string Command, DateTime Finished)
{
    /// <summary>That of a row that is finished now.</summary>
    /// <param name="command">The command and its options, without the seed.</param>
    /// <param name="seed">The seed.</param>
    public static Origin Of(string command, int seed) => new(
        Provenance.Of(get_num_threads(), device: "cpu"),
        OrtEnv.Instance().GetVersionString(),
        typeof(torchvision).Assembly.GetName().Version?.ToString() ?? "unknown",
        seed,
        $"dotnet run --project docs/tools/Onnx -c Release -- {command} --seed {seed}",
        DateTime.UtcNow);
}
