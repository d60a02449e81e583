namespace TorchSharp.Modules;

/// <summary>Surrounds [N, C, D, H, W] by a value.</summary>
public sealed class ConstantPad3d : PadBase
{
    internal ConstantPad3d(double value, params long[] padding) : base(nameof(ConstantPad3d), PaddingModes.Constant, value, padding) { }
}
