using HierKD.Tests.Run;
using OwnTrainingLoop;

namespace HierKD.Tests.Samples;

/// <summary>What samples/OwnTrainingLoop writes into its checkpoint, it finds again.</summary>
public sealed class LoopNotesTests : RunTest
{
    [Fact]
    public void Course_and_history_come_back()
    {
        var path = Saved(new LoopNotes("course", [0.5, 1 / 3.0]).Written());
        var notes = LoopNotes.Find(path, "course")!;
        Assert.Equal([0.5, 1 / 3.0], notes.History);
        Assert.Empty(LoopNotes.Find(Saved(new LoopNotes("course", []).Written()), "course")!.History);
    }

    [Fact]
    public void There_may_be_none() => Assert.Null(LoopNotes.Find(TemporaryFile("none"), "course"));

    [Fact]
    public void One_of_another_training_is_refused()
    {
        var failure = Assert.Throws<InvalidDataException>(() => LoopNotes.Find(Saved(new LoopNotes("seed 1", []).Written()), "seed 2"));
        Assert.Contains("seed 1; this one is seed 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_another_program_is_refused()
    {
        var failure = Assert.Throws<InvalidDataException>(() => LoopNotes.Find(Saved(null), "course"));
        Assert.Contains("is no checkpoint of this sample", failure.Message, StringComparison.Ordinal);
    }

    private string Saved(IReadOnlyDictionary<string, string>? notes)
    {
        var path = TemporaryFile("loop.checkpoint");
        using var session = HierarchicalPruner.Start(TrainedNet(), TrainSet.Inputs[..4]);
        SessionCheckpoint.Save(path, session, notes: notes);
        return path;
    }
}
