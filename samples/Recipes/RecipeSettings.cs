using HierKD.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>What a recipe is told; what is <see langword="null"/> stays as the recipe says.</summary>
/// <param name="Data">The folder with the data.</param>
/// <param name="DataName">What the table calls the data.</param>
/// <param name="Weights">The original's weights (safetensors); it is trained first if <see langword="null"/>.</param>
/// <param name="Results">The .jsonl file that gets a line, unless the data is made up.</param>
internal sealed record RecipeSettings(
    IRecipe Recipe, string Data, string? DataName, string? Weights, double? Ratio, int? OriginalEpochs, int? JointEpochs,
    int? FixedMaskEpochs, int? FineTuneEpochs, int? BatchSize, double HeldOut,
    string Device, int Threads, int Seed, string Output, string Report, string? OriginalOutput, string? Checkpoint, string Results,
    bool Smoke)
{
    /// <summary>How long it may take, if there is a limit; what is done by then is in the checkpoint.</summary>
    public TimeSpan? AtMost { get; init; }

    /// <summary>The command that runs, for the results.</summary>
    public string Command { get; init; } = ResultLine.Command("Recipes");

    /// <summary>What numbers of channels are multiplied by.</summary>
    public double Width => Smoke ? 0.125 : 1;

    /// <summary>Images in a batch.</summary>
    public int Batch => BatchSize ?? (Smoke ? 30 : Recipe.BatchSize);

    /// <summary>The recipe's options with what the command line changes.</summary>
    public PruningOptions Options()
    {
        var options = Recipe.Options(Ratio ?? Recipe.Ratios[0]);
        var training = options.Training;
        return options with
        {
            Seed = Seed,
            Checkpoint = Checkpoint is null ? null : new CheckpointOptions(Checkpoint) { Keep = true },
            Training = training with
            {
                Joint = training.Joint with
                {
                    Epochs = JointEpochs ?? (Smoke ? 1 : training.Joint.Epochs),
                    FixedMaskEpochs =
                        FixedMaskEpochs ?? (Smoke ? Math.Min(1, training.Joint.FixedMaskEpochs) : training.Joint.FixedMaskEpochs),
                    ScoringBatches = Smoke ? 1 : training.Joint.ScoringBatches
                },
                FineTuning = training.FineTuning with { Epochs = FineTuneEpochs ?? (Smoke ? 1 : training.FineTuning.Epochs) },
            },
        };
    }

    /// <summary>Whether epochs and batch size are the recipe's own.</summary>
    public bool IsWhole
    {
        get
        {
            var (own, told) = (Recipe.Options(Recipe.Ratios[0]).Training, Options().Training);
            return (told.Joint.Epochs, told.Joint.FixedMaskEpochs, told.FineTuning.Epochs, Batch)
                == (own.Joint.Epochs, own.Joint.FixedMaskEpochs, own.FineTuning.Epochs, Recipe.BatchSize)
                && (Weights is not null || BaselineEpochs == Recipe.Baseline.Epochs);
        }
    }

    /// <summary>Epochs in which the original is trained.</summary>
    public int BaselineEpochs => OriginalEpochs ?? (Weights is not null ? 0 : Smoke ? 1 : Recipe.Baseline.Epochs);

    /// <summary>Where an original that was trained here is kept for a run that goes on; nowhere without a checkpoint.</summary>
    public string? OriginalFile(int epochs) => Checkpoint is null ? null : OutputFile.NameFor(
        $"{Checkpoint}.original-{Recipe.Name}", Smoke ? null : Path.GetFullPath(Data), Weights, HeldOut, Seed, epochs) + ".safetensors";

    /// <summary>Fails if there is no folder for a file that will be written at the end: better now than after days.</summary>
    public void RequireFolders()
    {
        foreach (var file in (string?[])[Output, Report, OriginalOutput, Checkpoint, Smoke ? null : Results])
        {
            OutputFile.RequireFolder(file);
        }
    }

    /// <summary>Prepares torch, and says where to compute.</summary>
    public Device Prepare()
    {
        return ComputeDevice.Use(Device, Threads);
    }
}
