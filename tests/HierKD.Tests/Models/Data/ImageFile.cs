using SkiaSharp;

namespace HierKD.Tests;

/// <summary>Writes images with known pixels.</summary>
internal static class ImageFile
{
    /// <summary>A PNG, which keeps every pixel.</summary>
    public static void Png(string path, int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel) =>
        Write(path, width, height, SKColorType.Rgba8888, SKEncodedImageFormat.Png, pixel);

    /// <summary>A PNG or JPEG with one channel.</summary>
    public static void Grey(string path, int width, int height, SKEncodedImageFormat format, Func<int, int, byte> pixel) =>
        Write(path, width, height, SKColorType.Gray8, format, (x, y) => (pixel(x, y), pixel(x, y), pixel(x, y)));

    /// <summary>A JPEG in colour, nearly with these pixels.</summary>
    public static void Jpeg(string path, int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel) =>
        Write(path, width, height, SKColorType.Rgba8888, SKEncodedImageFormat.Jpeg, pixel);

    private static void Write(
        string path, int width, int height, SKColorType type, SKEncodedImageFormat format,
        Func<int, int, (byte Red, byte Green, byte Blue)> pixel)
    {
        using var bitmap = new SKBitmap(width, height, type, SKAlphaType.Opaque);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (red, green, blue) = pixel(x, y);
                bitmap.SetPixel(x, y, new SKColor(red, green, blue));
            }
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        Assert.True(bitmap.Encode(file, format, quality: 95));
    }
}
