namespace TorchSharp.Modules;

/// <summary>Surrounds [N, C, H, W] by its outermost values.</summary>
public sealed class ReplicationPad2d : PadBase
{
    internal ReplicationPad2d(params long[] padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding) { }
}
