namespace HierKD.Models;

/// <summary>The sizes of a <see cref="VisionTransformer"/>.</summary>
/// <param name="ImageSize">The height and width of the images, a multiple of the patches'.</param>
/// <param name="PatchSize">The height and width of a patch.</param>
/// <param name="Layers">The number of encoder layers.</param>
/// <param name="Heads">The number of attention heads; it divides the width.</param>
/// <param name="Width">The length of a token's vector.</param>
/// <param name="HiddenWidth">The width inside a layer's two-layer perceptron.</param>
/// <param name="Classes">The number of classes.</param>
public sealed record VisionTransformerSizes(int ImageSize, int PatchSize, int Layers, int Heads, int Width, int HiddenWidth, int Classes)
{
    /// <summary>A small form for 32x32 images.</summary>
    public static VisionTransformerSizes Small(int classes = 10) => new(32, 8, 2, 4, 32, 64, classes);

    /// <summary>ViT-B/16, for 224x224 images.</summary>
    public static VisionTransformerSizes Base16(int classes = 1000) => new(224, 16, 12, 12, 768, 3072, classes);

    /// <summary>The number of tokens: a patch each, and the class token.</summary>
    public int Tokens => (ImageSize / PatchSize * (ImageSize / PatchSize)) + 1;
}
