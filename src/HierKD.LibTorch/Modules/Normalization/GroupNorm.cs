using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each sample over groups of channels.</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        this.num_groups = num_groups;
        this.eps = eps;
        this.affine = affine;
        if (affine)
        {
            weight = nn.Parameter(ones(num_channels, dtype, device));
            bias = nn.Parameter(zeros(num_channels, dtype, device));
        }
    }

    public long num_groups { get; set; }

    public double eps { get; set; }

    public bool affine { get; set; }

    /// <summary>The bias; setting it disposes the old one.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Replace(ref _bias, value, nameof(bias));
    }

    /// <summary>The weight; setting another one disposes the old one.</summary>
    public Parameter weight
    {
        get => _weight!;
        set => ReplaceByAnother(ref _weight, value, nameof(weight));
    }

    public override Tensor forward(Tensor tensor)
    {
        if (tensor.ndim < 3)
        {
            throw new ArgumentException($"The input has {tensor.ndim} dimensions; it needs 3 or more.");
        }

        return nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
    }
}
