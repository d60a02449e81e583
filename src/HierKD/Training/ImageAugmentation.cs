using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Random views of images, as networks for small pictures are trained: a piece of the image's own size is cut out at a random place after a
/// frame was put around it, and mirrored left to right half of the time (He et al., "Deep Residual Learning for Image Recognition", CVPR
/// 2016, section 4.2: 4 pixels for CIFAR).
/// </summary>
public sealed record ImageAugmentation
{
    private readonly int _padding = 4;

    /// <summary>Pixels of zeros around the image before a piece is cut out; 0 leaves it where it is.</summary>
    /// <value>4 by default.</value>
    public int Padding
    {
        get => _padding;
        init => _padding = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Padding), value, $"Padding is {value}; it must be 0 or more.");
    }

    /// <summary>Whether images are mirrored left to right, each with probability 1/2.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Mirror { get; init; } = true;

    /// <summary>A view of each image: one gather for the whole batch, whatever its size.</summary>
    /// <param name="images">Any dtype, <c>[N, C, H, W]</c>; not changed.</param>
    /// <param name="random">Draws the views, sample by sample.</param>
    /// <returns>The same dtype, device and shape; the caller disposes it.</returns>
    /// <exception cref="ArgumentException"><paramref name="images"/> has not four axes.</exception>
    public Tensor Apply(Tensor images, Random random)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(random);
        if (images.dim() != 4)
        {
            throw new ArgumentException(
                $"The images have the shape [{string.Join(", ", images.shape)}]; it must be [N, C, H, W].", nameof(images));
        }
        using var scope = NewDisposeScope();
        var (count, channels, height, width) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        var (tops, lefts, mirrored) = Draw((int)count, random);
        var device = images.device;
        var across = arange(width, dtype: int64, device: device).view(1, width);
        var mirror = tensor(mirrored, device: device).view(count, 1);
        var rows = tensor(tops, device: device).view(count, 1) + arange(height, dtype: int64, device: device).view(1, height);
        var columns = tensor(lefts, device: device).view(count, 1) + across + mirror * (width - 1 - 2 * across);
        var places = rows.view(count, 1, height, 1) * (width + 2 * Padding) + columns.view(count, 1, 1, width);
        var padded = nn.functional.pad(images, new long[] { Padding, Padding, Padding, Padding });
        var indices = places.view(count, 1, height * width).expand(count, channels, height * width);
        return padded.reshape(count, channels, -1).gather(2, indices).view(count, channels, height, width).MoveToOuterDisposeScope();
    }

    private (long[] Tops, long[] Lefts, long[] Mirrored) Draw(int count, Random random)
    {
        var (tops, lefts, mirrored) = (new long[count], new long[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            if (Padding > 0) (tops[i], lefts[i]) = (random.Next(2 * Padding + 1), random.Next(2 * Padding + 1));
            if (Mirror) mirrored[i] = random.Next(2);
        }
        return (tops, lefts, mirrored);
    }
}
