namespace TorchSharp.Modules;

/// <summary>Surrounds [N, C, L] by a value.</summary>
public sealed class ConstantPad1d : PadBase
{
    internal ConstantPad1d(double value, params long[] padding) : base(nameof(ConstantPad1d), PaddingModes.Constant, value, padding) { }
}
