using static TorchSharp.torch;

namespace HierKD;

/// <summary>One call of a layer in the reference forward pass.</summary>
/// <param name="Watched">The layer.</param>
/// <param name="Input">The shape of what went in.</param>
/// <param name="Output">What came out, detached; owned by <see cref="ReferenceForward"/>.</param>
internal sealed record LayerRun(WatchedLayer Watched, long[] Input, Tensor Output)
{
    /// <summary>How samples lie in the input; <see langword="null"/> if that is not known, in which case all of it is one sample.</summary>
    public SampleLayout? InputLayout { get; init; }

    /// <summary>How samples lie in the output; the same.</summary>
    public SampleLayout? OutputLayout { get; init; }
}
