using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A table of vectors, looked up by index.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private static readonly Operator Lookup = new("embedding");
    private static readonly Operator Renormalize = new("embedding_renorm_");

    private readonly long padding;
    private readonly double? maxNorm;
    private readonly double normType;
    private readonly bool scalesByFrequency;
    private readonly bool isSparse;

    internal Embedding(Parameter table, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
        : base("torch::nn::EmbeddingImpl")
    {
        padding = padding_idx is not { } index ? -1 : index < 0 ? index + table.shape[0] : index;
        maxNorm = max_norm;
        normType = norm_type;
        scalesByFrequency = scale_grad_by_freq;
        isSparse = sparse;
        weight = table;
    }

    /// <summary>The table [entries, vector]; setting another one does not dispose the old one.</summary>
    public Parameter weight
    {
        get => _internal_params[nameof(weight)];
        set => ConditionallyRegisterParameter(nameof(weight), (Parameter)value.DetachFromDisposeScope());
    }

    internal static Parameter NewTable(long entries, long dimensions, long? padding_idx, Device? device, ScalarType? dtype)
    {
        var table = nn.Parameter(empty(entries, dimensions, device: device, dtype: dtype));
        nn.init.normal_(table);
        if (padding_idx is { } index)
        {
            using (no_grad())
            {
                using var row = table.select(0, index);
                row.fill_(0);
            }
        }

        return table;
    }

    public override Tensor forward(Tensor input)
    {
        var table = weight;
        if (maxNorm is { } norm)
        {
            using (no_grad())
            {
                using var indices = input.contiguous();
                Renormalize.Run(table, indices, norm, normType);
            }
        }

        return Lookup.Call(table, input, padding, scalesByFrequency, isSparse);
    }
}
