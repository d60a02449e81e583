using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The greatest value of each window of [N, C, D, H, W].</summary>
public sealed class MaxPool3d : ParameterLessModule<Tensor, Tensor>
{
    internal MaxPool3d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : base(nameof(MaxPool3d))
    {
        this.kernel_size = kernel_size;
        this.stride = stride!;
        this.padding = padding!;
        this.dilation = dilation!;
        this.ceil_mode = ceil_mode;
    }

    /// <summary>The size of the window.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>The step of the window.</summary>
    public long[] stride { get; set; }

    /// <summary>The padding at both ends.</summary>
    public long[] padding { get; set; }

    /// <summary>The spacing inside the window.</summary>
    public long[] dilation { get; set; }

    /// <summary>Whether the output size is rounded up.</summary>
    public bool ceil_mode { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        nn.functional.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode);

    /// <summary>The pooled values and where each came from.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
        nn.functional.max_pool3d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
}
