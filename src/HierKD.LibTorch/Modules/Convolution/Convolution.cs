using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of the convolutions and transposed convolutions.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))]
    protected Parameter? _bias;

    [ComponentName(Name = nameof(weight))]
    protected Parameter? _weight;

    /// <summary>The amounts by which the input is widened where the padding is not of zeros, from the last dimension backwards.</summary>
    protected long[] _reversed_padding_repeated_twice = [];

    protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
        Device? device = null, ScalarType? dtype = null)
        : base(name)
    {
        if (transposed && padding_mode != PaddingModes.Zeros)
        {
            throw new ArgumentException($"A transposed convolution pads with zeros only, not with {padding_mode}.", nameof(padding_mode));
        }

        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        if (padding_type is { } type)
        {
            SetPadding(type);
        }
        else
        {
            SetPadding(padding ?? new long[kernel_size.Length]);
        }

        long[] shape = transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size];
        weight = nn.Parameter(empty(shape, device: device, dtype: dtype));
        if (bias)
        {
            this.bias = nn.Parameter(empty(out_channels, device: device, dtype: dtype));
        }

        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public bool transposed { get; }

    /// <summary>The padding by name, where it is not given by amounts.</summary>
    public Padding? padding_type { get; private set; }

    /// <summary>The amounts of padding, where it is not given by name.</summary>
    public long[]? padding { get; private set; }

    public PaddingModes padding_mode { get; set; }

    public long groups { get; set; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

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

    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is not null)
        {
            var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
            if (fanIn != 0)
            {
                nn.init.uniform_(bias, -1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn));
            }
        }
    }

    public void SetPadding(long[] padding)
    {
        padding_type = null;
        this.padding = padding;
        _reversed_padding_repeated_twice = padding.Reverse().SelectMany(amount => new[] { amount, amount }).ToArray();
    }

    public void SetPadding(Padding padding)
    {
        if (transposed)
        {
            throw new ArgumentException("The padding of a transposed convolution is given by amounts.");
        }

        padding_type = padding;
        this.padding = null;
        _reversed_padding_repeated_twice = new long[kernel_size.Length * 2];
        if (padding != Padding.Same)
        {
            return;
        }

        if (stride.Any(step => step != 1))
        {
            throw new ArgumentException("A convolution that keeps its input's size has a stride of 1.");
        }

        for (var dimension = 0; dimension < kernel_size.Length; dimension++)
        {
            // TorchSharp does not reverse the dimensions here.
            var total = dilation[dimension] * (kernel_size[dimension] - 1);
            _reversed_padding_repeated_twice[2 * dimension] = total / 2;
            _reversed_padding_repeated_twice[(2 * dimension) + 1] = total - (total / 2);
        }
    }

    /// <summary>Whether the input is a batch, or one sample, with as many channels and dimensions as the layer takes.</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        var shape = input.shape;
        return (shape.Length == dimensions + 2 && shape[1] == in_channels)
            || (shape.Length == dimensions + 1 && shape[0] == in_channels);
    }

    private protected void ThrowUnlessValid(Tensor input, int dimensions)
    {
        if (!ValidateShape(input, dimensions))
        {
            throw new ArgumentException(
                $"{GetType().Name} takes {dimensions + 1} dimensions (one sample) or {dimensions + 2} (a batch) with {in_channels} channels, "
                + $"but the input has the shape [{string.Join(", ", input.shape)}].");
        }
    }
}
