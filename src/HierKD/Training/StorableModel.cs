using static TorchSharp.torch;

namespace HierKD;

/// <summary>Whether a file can hold a model: to be found out before it has been trained for hours.</summary>
internal static class StorableModel
{
    /// <exception cref="ArgumentException">A tensor is of a type that a file cannot hold.</exception>
    public static void Require(nn.Module model)
    {
        foreach (var tensor in ModelTensors.List(model, []))
        {
            if (SafetensorsType.CanHold(tensor.Tensor.dtype)) continue;
            throw new ArgumentException(
                $"The model's {(tensor.IsBuffer ? "buffer" : "parameter")} '{tensor.Key}' is of type {tensor.Tensor.dtype}, " +
                "which no file of HierKD's can hold: keep real and imaginary parts as two real tensors.",
                nameof(model));
        }
    }
}
