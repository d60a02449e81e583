using static TorchSharp.torch;

namespace HierKD;

/// <summary>Whether a file can hold a model: to be found out before it has been trained for hours.</summary>
internal static class StorableModel
{
    /// <exception cref="ArgumentException">A tensor is of a type or size that a file cannot hold.</exception>
    public static void Require(nn.Module model)
    {
        foreach (var tensor in ModelTensors.List(model, []))
        {
            var name = $"The model's {(tensor.IsBuffer ? "buffer" : "parameter")} '{tensor.Key}'";
            if (!SafetensorsType.CanHold(tensor.Tensor.dtype))
            {
                throw new ArgumentException(
                    $"{name} is of type {tensor.Tensor.dtype}, which no file of HierKD's can hold: keep real and imaginary parts as two " +
                    "real tensors.",
                    nameof(model));
            }
            if (tensor.Tensor.numel() * tensor.Tensor.element_size() is var bytes && bytes > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"{name} has {bytes} bytes, and no file of HierKD's can hold more than {Array.MaxLength} of one tensor.",
                    nameof(model));
            }
        }
    }
}
