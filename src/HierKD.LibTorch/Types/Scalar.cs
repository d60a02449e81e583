using System.Numerics;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number that stands where libtorch takes any kind of number.</summary>
public sealed class Scalar : IDisposable
{
    private readonly torch.ScalarType type;
    private readonly long integer;
    private readonly double real;
    private readonly double imaginary;
    private bool disposed;

    internal Scalar(long value, torch.ScalarType type = torch.ScalarType.Int64)
    {
        this.type = type;
        integer = value;
        real = value;
    }

    internal Scalar(double value)
    {
        type = torch.ScalarType.Float64;
        integer = value is >= long.MinValue and < 9.2233720368547758E+18 ? (long)value : 0;
        real = value;
    }

    internal Scalar(Complex value)
    {
        type = torch.ScalarType.ComplexFloat64;
        real = value.Real;
        imaginary = value.Imaginary;
        integer = (long)value.Real;
    }

    /// <summary>The type that libtorch gives a number of this kind: Int64, Float64, Bool or ComplexFloat64.</summary>
    public torch.ScalarType Type
    {
        get
        {
            ThrowIfDisposed();
            return type;
        }
    }

    internal long Whole()
    {
        ThrowIfDisposed();
        return integer;
    }

    internal Complex Number()
    {
        ThrowIfDisposed();
        return new Complex(real, imaginary);
    }

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(sbyte value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(Half value) => new((double)value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, torch.ScalarType.Bool);

    public static implicit operator Scalar((float, float) value) => new(new Complex(value.Item1, value.Item2));

    public static implicit operator Scalar(Complex value) => new(value);

    public void Dispose() => disposed = true;

    internal Arg ToArg()
    {
        ThrowIfDisposed();
        return type switch
        {
            torch.ScalarType.Float64 => real,
            torch.ScalarType.Bool => integer != 0,
            torch.ScalarType.ComplexFloat64 => Arg.From(new Complex(real, imaginary)),
            _ => integer,
        };
    }

    private void ThrowIfDisposed()
    {
        if (disposed)
        {
            throw new InvalidOperationException("Scalar invalid -- empty handle.");
        }
    }
}
