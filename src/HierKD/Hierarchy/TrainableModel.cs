using static TorchSharp.torch;

namespace HierKD;

/// <summary>Refuses a model of which nothing can be trained.</summary>
internal static class TrainableModel
{
    /// <exception cref="ArgumentException">All of the model's parameters are frozen, or it has none.</exception>
    public static void Require(WorkingModel working, nn.Module model)
    {
        if (Enumerable.Range(0, working.Tensors.Count).Any(working.IsTrainable)) return;
        throw new ArgumentException(
            $"No parameter of the model {model.GetType().Name} requires a gradient: there is nothing to train.", nameof(model));
    }
}
