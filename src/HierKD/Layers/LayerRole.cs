namespace HierKD;

/// <summary>What a layer does with channels.</summary>
public enum LayerRole
{
    /// <summary>Every output channel depends on every input channel: convolution, linear layer.</summary>
    Mixing,

    /// <summary>
    /// Channel <c>c</c> in is channel <c>c</c> out, with parameters of its own: normalisation, depthwise convolution, a scale.
    /// </summary>
    Carrier,
}
