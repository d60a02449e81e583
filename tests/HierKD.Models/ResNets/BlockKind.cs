namespace HierKD.Models;

/// <summary>What a residual network is made of.</summary>
public enum BlockKind
{
    /// <summary>Two 3x3 convolutions.</summary>
    Basic,

    /// <summary>A 1x1 convolution to fewer channels, a 3x3 convolution, and a 1x1 convolution to four times as many.</summary>
    Bottleneck,
}
