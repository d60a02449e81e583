using System.Numerics;

namespace TorchSharp;

/// <summary>Conversions between numbers and scalars.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this (float, float) value) => value;

    public static Scalar ToScalar(this Complex value) => value;

    public static byte ToByte(this Scalar value) => (byte)value.Whole();

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Whole();

    public static short ToInt16(this Scalar value) => (short)value.Whole();

    public static int ToInt32(this Scalar value) => (int)value.Whole();

    public static long ToInt64(this Scalar value) => value.Whole();

    public static Half ToHalf(this Scalar value) => (Half)value.Number().Real;

    public static float ToSingle(this Scalar value) => (float)value.Number().Real;

    public static double ToDouble(this Scalar value) => value.Number().Real;

    public static bool ToBoolean(this Scalar value) => value.Number() != Complex.Zero;

    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value)
    {
        var number = value.Number();
        return ((float)number.Real, (float)number.Imaginary);
    }

    public static Complex ToComplexFloat64(this Scalar value) => value.Number();
}
