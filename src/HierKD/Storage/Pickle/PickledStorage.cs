using static TorchSharp.torch;

namespace HierKD;

/// <summary>A storage that a pickle refers to.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="ElementSize">Their size in bytes.</param>
/// <param name="Key">Which entry of the archive holds them.</param>
/// <param name="Count">How many there are.</param>
internal sealed record PickledStorage(ScalarType Type, int ElementSize, string Key, long Count);
