using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>
/// Embeddings that shorten their vectors write into their weights whenever they are called, and no property says that they do.
/// </summary>
internal static class EmbeddingLayers
{
    /// <exception cref="OnnxExportException">One of them does more than look up. All weights are as before.</exception>
    public static void RequirePlain(nn.Module model)
    {
        foreach (var (path, module) in model.named_modules().Prepend(("", model)))
        {
            if (module is not Embedding layer) continue;
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var weight = layer.weight!;
            var before = weight.detach().clone();
            var given = layer.forward(arange(weight.shape[0], dtype: ScalarType.Int64, device: weight.device));
            if (BatchSlice.AreSame(given, before)) continue;
            weight.copy_(before);
            throw new OnnxExportException(
                $"The embedding {(path.Length == 0 ? "" : $"'{path}' ")}shortens its vectors (max_norm) and so writes into its weights. " +
                "Shorten them once, after training, and make it without max_norm.",
                path, "Embedding_forward");
        }
    }
}
