using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Resamples the spatial dimensions.</summary>
public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[]? sizes;
    private readonly double[]? scaleFactors;

    internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
        : base(nameof(Upsample))
    {
        sizes = size;
        scaleFactors = scale_factor;
        this.mode = mode;
        this.align_corners = align_corners;
        this.recompute_scale_factor = recompute_scale_factor;
    }

    /// <summary>How values between the input's are found.</summary>
    public UpsampleMode mode { get; private set; }

    /// <summary>Whether the corner elements keep their values.</summary>
    public bool? align_corners { get; private set; }

    /// <summary>Whether the factor is computed anew from the sizes.</summary>
    public bool? recompute_scale_factor { get; set; }

    /// <summary>The sizes of the output's spatial dimensions.</summary>
    public ReadOnlySpan<long> size => sizes;

    /// <summary>The factors by which the spatial dimensions grow.</summary>
    public ReadOnlySpan<double> scale_factor => scaleFactors;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        nn.functional.interpolate(input, sizes, scaleFactors, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
}
