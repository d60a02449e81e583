using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A table of vectors, looked up by index.</summary>
        public static Embedding Embedding(
            long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            new(Modules.Embedding.NewTable(num_embeddings, embedding_dims, padding_idx, device, dtype),
                padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

        /// <summary>A given table of vectors, looked up by index.</summary>
        public static Embedding Embedding_from_pretrained(
            Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            new(Parameter(embeddings.detach().clone().to(dtype ?? embeddings.dtype, device ?? embeddings.device), !freeze),
                padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
    }
}
