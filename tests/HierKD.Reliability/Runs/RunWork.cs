using HierKD.Tests.Run;

namespace HierKD.Reliability.Runs;

/// <summary>A run in a process that may be killed at any time: all phases, a checkpoint after each epoch, a student in the end.</summary>
/// <param name="settings">What it is told.</param>
internal sealed class RunWork(RunWorkSettings settings)
{
    /// <summary>What it says when training begins.</summary>
    public const string Begins = "begins";

    /// <summary>What it says when it is trained, if it waits to be told to save.</summary>
    public const string Trained = "trained";

    /// <summary>What tells it to save.</summary>
    public const string Save = "save";

    /// <summary>What it says when there was no room for the student.</summary>
    public const string NoRoom = "no room";

    private const int Batch = 32;

    public static PruningOptions Options { get; } = new()
    {
        Chain = TeacherChain.Uniform(studentRatio: 0.5, assistants: 1),
        Training = new()
        {
            Joint = new() { Epochs = 3, FixedMaskEpochs = 2, MaskInterval = 1, ScoringBatches = 2 },
            FineTuning = new() { Epochs = 4, WeightAverage = 0.8 },
            LearningRate = 0.02,
        },
        Latency = new() { Rounds = 1 },
    };

    public int Run()
    {
        using var train = new Patterns(3 * Batch, seed: 11);
        using var validation = new Patterns(2 * Batch, seed: 12);
        manual_seed(1);
        using var model = new PaddedNet(settings.Padding);
        var options = Options with { Checkpoint = new(settings.Checkpoint) { Keep = settings.Keep } };
        Console.WriteLine(Begins);
        using var result = HierarchicalPruner.Run(
            model, new(train.Batches(Batch, shuffleSeed: 3), validation.Batches(2 * Batch)), options, logger: new WarningLines());
        if (settings.Waits) SaveWhenTold(result);
        else result.Save(settings.Student);
        if (settings.Keep) File.Delete(settings.Checkpoint);
        return 0;
    }

    private void SaveWhenTold(PruningResult result)
    {
        Console.WriteLine(Trained);
        while (Console.ReadLine() is Save)
        {
            try
            {
                result.Save(settings.Student);
                return;
            }
            catch (IOException)
            {
                Console.WriteLine(NoRoom);
            }
        }
    }
}
