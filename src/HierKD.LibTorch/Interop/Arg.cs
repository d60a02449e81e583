using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Interop;

/// <summary>
/// One argument of an operator. It keeps a reference to what it was made from, so that nothing is collected while the
/// native call runs: the span of arguments lives in the caller's frame until the call returns.
/// </summary>
internal readonly struct Arg
{
    private readonly object? reference;
    private readonly long bits;
    private readonly Tag tag;

    private Arg(Tag tag, long bits, object? reference = null)
    {
        this.tag = tag;
        this.bits = bits;
        this.reference = reference;
    }

    /// <summary>Nothing, where the operator's argument is optional.</summary>
    internal static Arg None => default;

    /// <summary>Whatever the operator's schema says.</summary>
    internal static Arg Default => new(Tag.Default, 0);

    public static implicit operator Arg(torch.Tensor? value) => value is null ? None : new(Tag.Tensor, value.Handle, value);

    public static implicit operator Arg(torch.Generator? value) => value is null ? None : new(Tag.Generator, value.Handle, value);

    public static implicit operator Arg(Scalar? value) => value is null ? None : value.ToArg();

    public static implicit operator Arg(torch.Device? value) => value is null ? None : new(Tag.Device, value.Packed);

    public static implicit operator Arg(torch.ScalarType value) => new(Tag.Int, (long)value);

    public static implicit operator Arg(torch.ScalarType? value) => value is null ? None : new(Tag.Int, (long)value.Value);

    public static implicit operator Arg(long value) => new(Tag.Int, value);

    public static implicit operator Arg(long? value) => value is null ? None : new(Tag.Int, value.Value);

    public static implicit operator Arg(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(double? value) => value is null ? None : value.Value;

    public static implicit operator Arg(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Arg(bool? value) => value is null ? None : value.Value;

    public static implicit operator Arg(string? value) => value is null ? None : new(Tag.String, 0, Encoding.UTF8.GetBytes(value));

    public static implicit operator Arg(long[]? value) => value is null ? None : new(Tag.IntList, 0, value);

    public static implicit operator Arg(double[]? value) => value is null ? None : new(Tag.DoubleList, 0, value);

    public static implicit operator Arg(bool[] value) => new(Tag.BoolList, 0, value);

    public static implicit operator Arg(torch.Tensor?[] value) => new(Tag.TensorList, 0, value);

    internal static Arg From(Complex value) => new(Tag.Complex, 0, value);

    /// <summary>The tensor that this argument is.</summary>
    internal torch.Tensor Tensor => (torch.Tensor)reference!;

    /// <summary>How many 8-byte words of scratch memory the value needs beyond its own 16 bytes.</summary>
    internal int Words => reference switch
    {
        long[] list => list.Length,
        double[] list => list.Length,
        bool[] list => list.Length,
        torch.Tensor?[] list => list.Length,
        byte[] text => (text.Length + 7) / 8,
        Complex => 2,
        _ => 0,
    };

    internal unsafe NativeValue Write(long* words)
    {
        var value = new NativeValue { Tag = tag, Int = bits };
        switch (reference)
        {
            case long[] list:
                list.AsSpan().CopyTo(new Span<long>(words, list.Length));
                value.Length = list.Length;
                break;
            case double[] list:
                list.AsSpan().CopyTo(new Span<double>(words, list.Length));
                value.Length = list.Length;
                break;
            case bool[] list:
                for (var k = 0; k < list.Length; k++)
                {
                    words[k] = list[k] ? 1 : 0;
                }

                value.Length = list.Length;
                break;
            case torch.Tensor?[] list:
                for (var k = 0; k < list.Length; k++)
                {
                    words[k] = list[k]?.Handle ?? 0;
                }

                value.Length = list.Length;
                break;
            case byte[] text:
                text.AsSpan().CopyTo(new Span<byte>(words, text.Length));
                value.Length = text.Length;
                break;
            case Complex number:
                MemoryMarshal.Cast<long, double>(new Span<long>(words, 2))[0] = number.Real;
                MemoryMarshal.Cast<long, double>(new Span<long>(words, 2))[1] = number.Imaginary;
                break;
            default:
                return value;
        }

        value.Pointer = (nint)words;
        return value;
    }
}
