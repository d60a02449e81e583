using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>Reads the files of Fashion-MNIST into tensors.</summary>
internal static class FashionMnistFiles
{
    /// <summary>
    /// A part, <c>train</c> or <c>t10k</c>: images as networks want them, <c>[N, 1, 28, 28]</c>, and classes, <c>[N]</c>.
    /// </summary>
    public static (Tensor x, Tensor y) Read(string folder, string part)
    {
        var images = IdxFile.Read(folder, $"{part}-images-idx3-ubyte");
        var labels = IdxFile.Read(folder, $"{part}-labels-idx1-ubyte");
        if (images.Shape is not [var count, 28, 28] || labels.Shape is not [var labelCount] || count != labelCount || count < 64)
        {
            throw new InvalidDataException(
                $"The {part} files in '{folder}' have shapes [{string.Join(", ", images.Shape)}] and " +
                $"[{string.Join(", ", labels.Shape)}]; Fashion-MNIST has [N, 28, 28] and [N], N at least 64.");
        }
        // The mean and standard deviation of the pixels of the training set.
        var x = torch.tensor(images.Values).reshape(count, 1, 28, 28).to(float32).div(255).sub(0.2860).div(0.3530);
        return (x, torch.tensor(labels.Values).to(int64));
    }

    /// <summary>Some of the images, in the order of the indices.</summary>
    public static (Tensor x, Tensor y) Pick(Tensor x, Tensor y, long[] indices)
    {
        var index = torch.tensor(indices, device: x.device);
        return (x.index_select(0, index), y.index_select(0, index));
    }
}
