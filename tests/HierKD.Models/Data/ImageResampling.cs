namespace HierKD.Models;

/// <summary>
/// Brings a region of an image to a square of a given side: linear interpolation, whose triangle grows wider as the region shrinks so that
/// every pixel of it counts (what image libraries call antialiased bilinear). Along the rows first, then along the columns.
/// </summary>
internal static class ImageResampling
{
    /// <summary>Writes the square as planes, <c>[3, side, side]</c>, into <paramref name="target"/>.</summary>
    public static void Write(RgbImage image, ImageRegion region, int side, bool mirrored, Span<byte> target)
    {
        var across = Taps(region.Left, region.Width, image.Width, side);
        var down = Taps(region.Top, region.Height, image.Height, side);
        var (firstRow, lastRow) = (down.Min(t => t.First), down.Max(t => t.First + t.Weights.Length));
        var narrow = new float[(lastRow - firstRow) * 3 * side];
        for (var row = firstRow; row < lastRow; row++) Narrow(image, row, across, narrow.AsSpan((row - firstRow) * 3 * side, 3 * side));

        Span<float> sums = stackalloc float[3 * side];
        for (var y = 0; y < side; y++)
        {
            sums.Clear();
            var (first, weights) = down[y];
            for (var k = 0; k < weights.Length; k++)
            {
                var row = narrow.AsSpan((first - firstRow + k) * 3 * side, 3 * side);
                for (var i = 0; i < row.Length; i++) sums[i] += weights[k] * row[i];
            }
            for (var i = 0; i < sums.Length; i++)
            {
                var (channel, x) = (i / side, i % side);
                target[(channel * side + y) * side + (mirrored ? side - 1 - x : x)] = (byte)Math.Clamp((int)(sums[i] + 0.5f), 0, 255);
            }
        }
    }

    private static void Narrow(RgbImage image, int row, (int First, float[] Weights)[] taps, Span<float> planes)
    {
        var pixels = image.Pixels.AsSpan(row * 3 * image.Width, 3 * image.Width);
        for (var x = 0; x < taps.Length; x++)
        {
            var (first, weights) = taps[x];
            float red = 0, green = 0, blue = 0;
            for (var k = 0; k < weights.Length; k++)
            {
                var (at, weight) = (3 * (first + k), weights[k]);
                red += weight * pixels[at];
                green += weight * pixels[at + 1];
                blue += weight * pixels[at + 2];
            }
            (planes[x], planes[taps.Length + x], planes[2 * taps.Length + x]) = (red, green, blue);
        }
    }

    /// <summary>
    /// For each pixel of the result, the first pixel of the image that counts and the weights from there on, which add up to 1.
    /// </summary>
    private static (int First, float[] Weights)[] Taps(double start, double length, int pixels, int side)
    {
        var scale = length / side;
        var reach = Math.Max(1, scale);
        var taps = new (int, float[])[side];
        for (var i = 0; i < side; i++)
        {
            var centre = start + (i + 0.5) * scale;
            var (first, last) =
                (Math.Max(0, (int)Math.Floor(centre - reach + 0.5)), Math.Min(pixels, (int)Math.Floor(centre + reach + 0.5)));
            var weights = Enumerable.Range(first, last - first).Select(p => Math.Max(0, 1 - Math.Abs(p + 0.5 - centre) / reach)).ToArray();
            var sum = weights.Sum();
            taps[i] = (first, weights.Select(w => (float)(w / sum)).ToArray());
        }
        return taps;
    }
}
