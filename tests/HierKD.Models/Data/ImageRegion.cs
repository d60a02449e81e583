namespace HierKD.Models;

/// <summary>A rectangle of an image, in pixels; its sides need not lie between pixels.</summary>
internal readonly record struct ImageRegion(double Left, double Top, double Width, double Height)
{
    /// <summary>
    /// The square in the middle of an image that is left when its shorter side is brought to <paramref name="shorterSide"/> pixels and
    /// <paramref name="side"/> of them are cut out.
    /// </summary>
    public static ImageRegion Centre(RgbImage image, int shorterSide, int side)
    {
        var cut = Math.Min(image.Width, image.Height) * (double)side / shorterSide;
        return new ImageRegion((image.Width - cut) / 2, (image.Height - cut) / 2, cut, cut);
    }

    /// <summary>
    /// A region drawn as in Szegedy et al. (Going deeper with convolutions, CVPR 2015): 8 to 100 % of the image's area, sides in a ratio of
    /// 3:4 to 4:3, anywhere.
    /// </summary>
    public static ImageRegion Draw(RgbImage image, Random random)
    {
        const int tries = 10;
        for (var i = 0; i < tries; i++)
        {
            var area = image.Width * (double)image.Height * (0.08 + 0.92 * random.NextDouble());
            var ratio = Math.Pow(4.0 / 3, 2 * random.NextDouble() - 1);
            var (width, height) = (Math.Round(Math.Sqrt(area * ratio)), Math.Round(Math.Sqrt(area / ratio)));
            if (width < 1 || height < 1 || width > image.Width || height > image.Height) continue;
            return new ImageRegion(random.Next(image.Width - (int)width + 1), random.Next(image.Height - (int)height + 1), width, height);
        }
        // Very long images have no room for a large region: the square in the middle.
        var side = Math.Min(image.Width, image.Height);
        return Centre(image, side, side);
    }
}
