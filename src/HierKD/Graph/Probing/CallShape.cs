using static TorchSharp.torch;

namespace HierKD;

/// <summary>The shapes of one call of a layer.</summary>
/// <param name="Watched">The layer.</param>
/// <param name="Input">What goes in.</param>
/// <param name="Output">What comes out.</param>
/// <param name="Type">Its type.</param>
/// <param name="Moments">What is known of its values.</param>
internal sealed record CallShape(WatchedLayer Watched, long[] Input, long[] Output, ScalarType Type, Moments Moments)
{
    public long Values => Output.Aggregate(1L, (a, b) => a * b);

    public static CallShape Of(WatchedLayer watched, long[] input, Tensor output) =>
        new(watched, input, output.shape, output.dtype, Moments.Of(output));

    /// <summary>The axis of the channels that go in; -1 if none do.</summary>
    public int InputChannels => Watched.Reads is null ? -1 : Watched.Layer.ChannelAxis(Input.Length);

    public int OutputChannels => Watched.Layer.ChannelAxis(Output.Length);

    public bool IsSmaller(CallShape whole) =>
        IsSmaller(Input, whole.Input, InputChannels) && IsSmaller(Output, whole.Output, OutputChannels);

    private static bool IsSmaller(long[] one, long[] whole, int channels)
    {
        if (one.Length != whole.Length) return false;
        for (var axis = 0; axis < one.Length; axis++)
        {
            if (axis == channels ? one[axis] != whole[axis] : one[axis] > whole[axis] || (one[axis] == 1 && whole[axis] > 1)) return false;
        }
        return true;
    }
}
