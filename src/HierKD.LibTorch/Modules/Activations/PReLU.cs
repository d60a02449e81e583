using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The identity with a learnt slope, one for all channels or one each, for negative values.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
    {
        this.num_parameters = num_parameters;
        this.init = init;
        weight = nn.Parameter(full(num_parameters, init, device: device, dtype: dtype ?? get_default_dtype()));
    }

    public long num_parameters { get; private set; }

    public double init { get; private set; }

    /// <summary>The slopes; setting others disposes the old ones.</summary>
    public Parameter weight
    {
        get => _weight!;
        set => ReplaceByAnother(ref _weight, value, nameof(weight));
    }

    public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, weight);
}
