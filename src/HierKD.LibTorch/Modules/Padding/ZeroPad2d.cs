namespace TorchSharp.Modules;

/// <summary>Surrounds [N, C, H, W] by zeros.</summary>
public sealed class ZeroPad2d : PadBase
{
    internal ZeroPad2d(params long[] padding) : base(nameof(ZeroPad2d), PaddingModes.Zeros, 0, padding) { }
}
