using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Nothing can be trained in torch's inference mode, nor weights that were made in it.</summary>
internal static class InferenceMode
{
    /// <exception cref="InvalidOperationException">The caller is in inference mode.</exception>
    /// <exception cref="ArgumentException">The model was made in it.</exception>
    public static void Refuse(nn.Module model)
    {
        if (is_inference_mode_enabled())
        {
            throw new InvalidOperationException(
                "Pruning trains, which torch.inference_mode() forbids: call it outside of inference mode. (no_grad does no harm.)");
        }
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (IsTrainable(parameter)) continue;
            throw new ArgumentException(
                $"The model's parameter '{name}' was made in torch.inference_mode(), and cannot be trained: make or load the model " +
                "outside of inference mode.",
                nameof(model));
        }
    }

    /// <summary>torch does not say of a tensor where it was made, but lets nobody write into one that was made in inference mode.</summary>
    private static bool IsTrainable(Tensor parameter)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            // No element of it, and not through flatten, which may copy.
            if (parameter.dim() > 0) parameter.detach().narrow(0, 0, 0).zero_();
            return true;
        }
        catch (ExternalException)
        {
            return false;
        }
    }
}
