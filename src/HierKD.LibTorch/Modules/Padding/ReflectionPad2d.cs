namespace TorchSharp.Modules;

/// <summary>Surrounds [N, C, H, W] by its mirror image.</summary>
public sealed class ReflectionPad2d : PadBase
{
    internal ReflectionPad2d(params long[] padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding) { }
}
