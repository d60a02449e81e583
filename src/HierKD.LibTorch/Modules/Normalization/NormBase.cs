using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of batch and instance normalisation.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(running_mean))]
    private Tensor? _running_mean;

    [ComponentName(Name = nameof(running_var))]
    private Tensor? _running_var;

    [ComponentName(Name = nameof(num_batches_tracked))]
    private Tensor? _num_batches_tracked;

    public NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = nn.Parameter(empty(num_features, dtype, device));
            bias = nn.Parameter(empty(num_features, dtype, device));
        }

        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = tensor(0L, dtype, device);
        }

        reset_parameters();
    }

    public long num_features { get; private set; }

    public double eps { get; set; }

    public double? momentum { get; set; }

    public bool affine { get; private set; }

    public bool track_running_stats { get; private set; }

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

    /// <summary>The running mean; setting it disposes the old one.</summary>
    public Tensor? running_mean
    {
        get => _running_mean;
        set => Replace(ref _running_mean, value, nameof(running_mean));
    }

    /// <summary>The running variance; setting it disposes the old one.</summary>
    public Tensor? running_var
    {
        get => _running_var;
        set => Replace(ref _running_var, value, nameof(running_var));
    }

    /// <summary>The number of batches seen; setting it disposes the old one.</summary>
    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => Replace(ref _num_batches_tracked, value, nameof(num_batches_tracked));
    }

    public void reset_running_stats()
    {
        if (track_running_stats)
        {
            nn.init.zeros_(_running_mean!);
            nn.init.ones_(_running_var!);
            nn.init.zeros_(_num_batches_tracked!);
        }
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (affine)
        {
            nn.init.ones_(_weight!);
            nn.init.zeros_(_bias!);
        }
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    private protected static void ThrowUnlessDimensions(Tensor input, int one, int other)
    {
        if (input.ndim != one && input.ndim != other)
        {
            throw new ArgumentException(one == other
                ? $"The input has {input.ndim} dimensions; it needs {one}."
                : $"The input has {input.ndim} dimensions; it needs {one} or {other}.");
        }
    }
}
