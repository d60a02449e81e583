using SkiaSharp;

namespace HierKD.Models;

/// <summary>A decoded image: three bytes for each pixel, red, green and blue, in row order. Grey images have three equal ones.</summary>
internal sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>
    /// Decodes a PNG or JPEG file as it is stored: neither turned by its orientation tag nor converted by its colour profile.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not a whole image.</exception>
    public static RgbImage Read(string path)
    {
        using var codec = SKCodec.Create(path, out var opened) ?? throw Bad(path, opened);
        var info = new SKImageInfo(
            codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        var decoded = codec.GetPixels(info, bitmap.GetPixels());
        if (decoded != SKCodecResult.Success) throw Bad(path, decoded);
        var colours = bitmap.GetPixelSpan();
        var pixels = new byte[3 * info.Width * info.Height];
        for (int from = 0, to = 0; to < pixels.Length; from += 4, to += 3) colours.Slice(from, 3).CopyTo(pixels.AsSpan(to));
        return new RgbImage(info.Width, info.Height, pixels);
    }

    private static InvalidDataException Bad(string path, SKCodecResult result) =>
        new($"'{path}' is not a whole PNG or JPEG image: {result switch
        {
            SKCodecResult.IncompleteInput => "it ends too early",
            SKCodecResult.ErrorInInput => "its data is damaged",
            SKCodecResult.Unimplemented => "it is in no format that is read here",
            _ => $"the decoder says {result}",
        }}.");
}
