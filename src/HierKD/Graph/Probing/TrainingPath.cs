using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Whether the forward calls other layers in training mode: one pass tells, and mostly it does not.</summary>
internal static class TrainingPath
{
    /// <summary>
    /// Whether a single sample will do, if training mode calls no layers that evaluation mode does not; <see langword="null"/> if it does,
    /// or that cannot be told.
    /// </summary>
    public static bool? OfSameLayers(WatchedModel model, TrainingModeForward forward, ReferenceForward reference)
    {
        // What normalises a batch of its own fails on a single sample.
        foreach (var one in reference.IsBatched ? new[] { true, false } : [false])
        {
            try
            {
                var (known, finite) = (true, true);
                _ = ForwardRecorder.Visit(model.Layers, () => one ? forward.RunFirst(1) : forward.Run(), Look, _ => true);
                return known && finite ? one : null;

                void Look(WatchedLayer watched, long[] input, Tensor output)
                {
                    known &= reference.Shapes.PositionOf(watched, 0) >= 0;
                    finite &= output.isfinite().all().ToBoolean();
                }
            }
            catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
            {
            }
        }
        return null;
    }
}
