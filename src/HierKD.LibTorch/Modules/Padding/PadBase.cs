using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Widens the last dimensions of its input.</summary>
public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
{
    private readonly PaddingModes mode;

    /// <summary>Creates the padding; the amounts go from the last dimension backwards, before and after each.</summary>
    protected PadBase(string name, PaddingModes mode, double value, params long[] padding) : base(name)
    {
        this.mode = mode;
        this.value = value;
        this.padding = padding;
    }

    /// <summary>The amounts, from the last dimension backwards, before and after each.</summary>
    public long[] padding { get; set; }

    /// <summary>The value that constant padding puts in.</summary>
    public double value { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, mode, value);
}
