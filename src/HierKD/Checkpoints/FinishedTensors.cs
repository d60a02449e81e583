using static TorchSharp.torch;

namespace HierKD;

/// <summary>The tensors of a level that a run is done with, by the names that they have in a checkpoint.</summary>
internal static class FinishedTensors
{
    /// <summary>Its weights, and its mask as new tensors.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Of(TrainedLevel level, WorkingModel working) =>
        [.. SessionTensors.Masks(Prefix(level.Name), level.Cut.Mask), .. SessionTensors.Of(Prefix(level.Name), level.Cut, working)];

    /// <summary>Reads one; the caller disposes it.</summary>
    /// <exception cref="InvalidDataException">The checkpoint does not hold it.</exception>
    public static TrainedLevel Read(FinishedLevel mark, CheckpointTensors saved, WorkingModel working, FilterGraph graph)
    {
        using var scope = NewDisposeScope();
        var mask = SessionTensors.Mask(Prefix(mark.Level), graph, saved);
        var cut = CutLevel.From(mark.Level, working, [.. working.Tensors.Select((_, i) => working.Own.Dense(i))], mask);
        try
        {
            saved.CopyTo(SessionTensors.Of(Prefix(mark.Level), cut, working));
            return new TrainedLevel(cut, mark.Metric, new FineTunedLevel(mark.JointMetric, mark.Epochs), mark.Scores);
        }
        catch
        {
            cut.Dispose();
            throw;
        }
    }

    private static string Prefix(string level) => $"finished/{level}";
}
