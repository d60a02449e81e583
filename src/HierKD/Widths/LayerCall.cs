namespace HierKD;

/// <summary>One call of a layer by the whole model.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape of what goes in.</param>
/// <param name="Output">The shape of what comes out.</param>
internal sealed record LayerCall(ModuleLayer Layer, long[] Input, long[] Output)
{
    /// <summary>The shape of what goes in where the layer keeps some of its channels.</summary>
    public long[] InputOf(LayerSelection kept) => Layer.Role == LayerRole.Carrier
        ? Narrowed(Input, Layer.Outputs, kept.Outputs)
        : Narrowed(Input, Layer.Inputs, kept.Inputs);

    /// <summary>The values that come out then.</summary>
    public long ValuesOf(LayerSelection kept) => Narrowed(Output, Layer.Outputs, kept.Outputs).Aggregate(1L, (a, b) => a * b);

    private long[] Narrowed(long[] shape, long channels, long[]? kept)
    {
        var axis = Layer.ChannelAxis(shape.Length);
        if (kept is null || shape[axis] != channels) return shape;
        var narrow = (long[])shape.Clone();
        narrow[axis] = kept.Length;
        return narrow;
    }
}
