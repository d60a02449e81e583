using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The mean of each window of [N, C, L].</summary>
public sealed class AvgPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal AvgPool1d(long kernel_size, long? stride, long? padding, bool ceil_mode, bool count_include_pad) : base(nameof(AvgPool1d))
    {
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.ceil_mode = ceil_mode;
        this.count_include_pad = count_include_pad;
    }

    /// <summary>The size of the window.</summary>
    public long kernel_size { get; set; }

    /// <summary>The step of the window.</summary>
    public long? stride { get; set; }

    /// <summary>The padding at both ends.</summary>
    public long? padding { get; set; }

    /// <summary>Whether the output size is rounded up.</summary>
    public bool ceil_mode { get; set; }

    /// <summary>Whether the padding counts for the mean.</summary>
    public bool count_include_pad { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        nn.functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
}
