namespace TorchSharp.Modules;

/// <summary>Surrounds [N, C, D, H, W] by its mirror image.</summary>
public sealed class ReflectionPad3d : PadBase
{
    internal ReflectionPad3d(params long[] padding) : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, padding) { }
}
