using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What an optimizer remembers can overflow while all weights are finite: a parameter whose second moment is infinite stands still
/// for ever.</summary>
internal static class OptimizerMemory
{
    /// <param name="optimizer">The optimizer; one whose memory is not known is passed over.</param>
    /// <param name="nameOf">What a parameter is called.</param>
    /// <param name="loss">The last step's losses.</param>
    /// <exception cref="TrainingDivergedException">Something of it is not finite.</exception>
    public static void RequireFinite(optim.Optimizer optimizer, Func<Parameter, string> nameOf, LevelLoss loss)
    {
        if (OptimizerKinds.TensorsOf(optimizer)?.ToArray() is not { } held) return;
        var place = FiniteValues.FirstOther([.. held.Select(h => h.Tensor)]);
        if (place < 0) return;
        var found = held[place];
        throw new TrainingDivergedException(
            loss, $"the optimizer's '{found.Name}' of {nameOf(found.Parameter)} is not finite: a gradient was too large");
    }
}
