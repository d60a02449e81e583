using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Batch normalisations that get one value for each channel, as of a batch of one sample without positions: it has no variance, and
/// libtorch makes the running variance NaN without a word.
/// </summary>
internal static class SingleValues
{
    /// <summary>Refuses such an input of a layer in training mode.</summary>
    /// <returns>Ends it; <see langword="null"/> if the model has no such layer.</returns>
    public static Action? Guard(nn.Module model) => Hook(model, norm => norm.training, (name, shape) => throw new ArgumentException(
        $"Layer '{name}' gets one value for each channel ([{string.Join(", ", shape)}]) in training mode: a batch normalisation " +
        $"cannot tell a variance from it. {Advice}"));

    /// <summary>What to do about it.</summary>
    public const string Advice =
        "Give batches of two samples or more; TensorBatches and AugmentedBatches leave an incomplete last one out with dropLast: true.";

    /// <summary>The first layer that would get such an input in training mode.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="trains">Whether a layer is in training mode while the model is trained.</param>
    /// <param name="forward">Runs the model on a single sample.</param>
    public static string? Find(nn.Module model, Func<nn.Module, bool> trains, Action forward)
    {
        string? found = null;
        var unhook = Hook(model, trains, (name, _) => found ??= name);
        if (unhook is null) return null;
        try
        {
            forward();
        }
        finally
        {
            unhook();
        }
        return found;
    }

    private static Action? Hook(nn.Module model, Func<nn.Module, bool> isMeant, Action<string, long[]> tell)
    {
        Action? unhook = null;
        foreach (var (name, module) in model.named_modules())
        {
            if (module is not BatchNorm { running_var: not null } norm) continue;
            unhook += norm.register_forward_pre_hook((_, input) =>
            {
                if (isMeant(norm) && input.dim() > 1 && input.numel() == input.shape[1]) tell(name, input.shape);
                return input;
            }).remove;
        }
        return unhook;
    }
}
