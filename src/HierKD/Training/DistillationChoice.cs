using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>How outputs are distilled in a run.</summary>
/// <param name="Loss">The loss; <see langword="null"/> as long as it depends on outputs that nobody has seen, or if nothing is.</param>
/// <param name="Reason">Why it was chosen; <see langword="null"/> if the user has said it.</param>
/// <param name="IsUsed">Whether anything is distilled.</param>
internal sealed record DistillationChoice(IDistillationLoss? Loss, string? Reason, bool IsUsed)
{
    /// <summary>What the options say.</summary>
    public static DistillationChoice Of(SessionOptions options) =>
        new(options.Distillation.Loss ?? options.Task.DefaultDistillation, null, options.Distillation.Weight > 0);

    /// <summary>The choice for what a model gives and is to give, tried.</summary>
    /// <exception cref="ArgumentException">The loss cannot be computed of it.</exception>
    public DistillationChoice Settled(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> targets)
    {
        if (!IsUsed) return this;
        var settled = this;
        if (Loss is null)
        {
            var (loss, reason) = DistillationForm.Of(outputs, targets);
            settled = this with { Loss = loss, Reason = reason };
        }
        Try(settled.Loss!, outputs, targets);
        return settled;
    }

    /// <summary>Losses of the user's own may count their calls, and those that look inside need a model.</summary>
    private static void Try(
        IDistillationLoss loss, IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> targets, string argument = "options")
    {
        if (loss.GetType().Assembly != typeof(DistillationChoice).Assembly || loss.Modules.Count > 0) return;
        try
        {
            loss.Compute(new DistillationStep(outputs, outputs, targets)).Dispose();
        }
        catch (Exception failure) when (failure is ArgumentException or ExternalException)
        {
            throw new ArgumentException(
                $"{loss} cannot be computed of what the model gives for the first batch. {NativeMessage.Of(failure)} " +
                "DistillationOptions.Loss, or the PruningTask, says how outputs are distilled.",
                argument, failure);
        }
    }
}
