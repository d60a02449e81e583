using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The exponentials, scaled to the sum 1.</summary>
public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax(long dim) : base(nameof(Softmax))
    {
        this.dim = dim;
    }

    /// <summary>The dimension that is worked along.</summary>
    public long dim { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.softmax(tensor, dim);
}
