using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The input outside a band around zero, zero inside it.</summary>
public sealed class Hardshrink : ParameterLessModule<Tensor, Tensor>
{
    internal Hardshrink(double @lambda) : base(nameof(Hardshrink))
    {
        this.@lambda = @lambda;
    }

    /// <summary>The half width of the band that becomes zero.</summary>
    public double @lambda { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.hardshrink(tensor, @lambda);
}
