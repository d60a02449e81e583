using HierKD.Samples;
using static TorchSharp.torch;

namespace Study;

/// <summary>What the command line says.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Data">The folder that holds <c>cifar-10-batches-bin</c> and <c>pretrained</c>; empty if it is not at hand.</param>
/// <param name="Results">The .jsonl file that gets a line for each finished cell.</param>
/// <param name="Work">The folder for trained originals and checkpoints.</param>
/// <param name="Only">Only cells whose name contains this.</param>
/// <param name="Share">Which of how many equal shares of the cells, for several processes on one machine.</param>
/// <param name="Device">Where to compute.</param>
/// <param name="Threads">Threads of torch.</param>
/// <param name="List">Whether to list the cells only.</param>
/// <param name="TrainImages">Fewer training images than the task has.</param>
/// <param name="OriginalEpochs">Fewer epochs of the original.</param>
/// <param name="Budget">A factor on every cell's budget and joint epochs.</param>
/// <param name="Seed">Only cells of this seed.</param>
internal sealed record StudySettings(
    string Grid, string Data, string Results, string Work, string? Only, (int Index, int Of) Share, string Device, int Threads, bool List,
    int? TrainImages, int? OriginalEpochs, double Budget, int? Seed = null)
{
    /// <summary>The environment variable that stands in for <c>--data</c>.</summary>
    public const string DataVariable = "HIERKD_DATA";

    /// <summary>The folder whose results the documentation shows.</summary>
    public static string PublishedResults { get; } = Path.Combine("docs", "results");

    /// <summary>The options that make cells smaller.</summary>
    public static IReadOnlyList<string> ReducingOptions { get; } = ["--train-images", "--original-epochs", "--budget"];

    /// <summary>Whether the cells are smaller than the grid says: their results are for trying only.</summary>
    public bool IsReduced => TrainImages is not null || OriginalEpochs is not null || Budget != 1;

    /// <summary>Refuses to let results that are for trying only into the documentation.</summary>
    public void RequireOwnResults()
    {
        if (IsReduced && string
            .Equals(Path.GetDirectoryName(Path.GetFullPath(Results)), Path.GetFullPath(PublishedResults), StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{string.Join(", ", ReducingOptions)} are for trying the study, {PublishedResults} is for its " +
                "results: give a file elsewhere by --results.");
        }
    }

    /// <summary>Prepares torch, and says where to compute.</summary>
    public Device Prepare()
    {
        RequireOwnResults();
        Directory.CreateDirectory(Work);
        return ComputeDevice.Use(Device, Threads);
    }
}
