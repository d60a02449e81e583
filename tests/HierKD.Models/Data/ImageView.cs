namespace HierKD.Models;

/// <summary>What is shown of each image: a square of pixels.</summary>
public abstract class ImageView
{
    private ImageView(int side)
    {
        if (side < 1) throw new ArgumentOutOfRangeException(nameof(side), side, $"side is {side}; it must be at least 1.");
        Side = side;
    }

    /// <summary>The height and width of the square.</summary>
    public int Side { get; }

    /// <summary>
    /// For training: a random region (8 to 100 % of the area, sides 3:4 to 4:3) brought to the square, mirrored half of the time; another
    /// one in every epoch.
    /// </summary>
    /// <param name="side">The square's height and width. Default 224.</param>
    public static ImageView Random(int side = 224) => new RandomView(side);

    /// <summary>
    /// For validation: the shorter side brought to <paramref name="shorterSide"/> pixels, and the square in the middle cut out of that.
    /// </summary>
    /// <param name="side">The square's height and width. Default 224.</param>
    /// <param name="shorterSide">At least <paramref name="side"/>. Default 256.</param>
    public static ImageView Centre(int side = 224, int shorterSide = 256) => shorterSide >= side
        ? new CentreView(side, shorterSide)
        : throw new ArgumentOutOfRangeException(
            nameof(shorterSide), shorterSide, $"shorterSide is {shorterSide}; it must be at least side, which is {side}.");

    /// <summary>Writes the view of an image as planes, <c>[3, side, side]</c>.</summary>
    /// <param name="image">The image.</param>
    /// <param name="draw">Makes what random views are drawn from.</param>
    /// <param name="target">Where to.</param>
    internal abstract void Write(RgbImage image, Func<Random> draw, Span<byte> target);

    private sealed class RandomView(int side) : ImageView(side)
    {
        internal override void Write(RgbImage image, Func<Random> draw, Span<byte> target)
        {
            var random = draw();
            var region = ImageRegion.Draw(image, random);
            ImageResampling.Write(image, region, Side, mirrored: random.Next(2) == 1, target);
        }
    }

    private sealed class CentreView(int side, int shorterSide) : ImageView(side)
    {
        internal override void Write(RgbImage image, Func<Random> draw, Span<byte> target) =>
            ImageResampling.Write(image, ImageRegion.Centre(image, shorterSide, Side), Side, mirrored: false, target);
    }
}
