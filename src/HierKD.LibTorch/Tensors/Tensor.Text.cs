using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    /// <summary>The style that stands for <see cref="TensorStringStyle.Default"/>.</summary>
    public static TensorStringStyle TensorStringStyle { get; set; } = TensorStringStyle.Julia;

    public partial class Tensor
    {
        private const int ShownPerDimension = 10;

        public override string ToString() => IsInvalid ? "" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(torch.TensorStringStyle, fltFormat, width, cultureInfo, newLine) : ToString();

        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            style = style == TensorStringStyle.Default ? torch.TensorStringStyle : style;
            if (style == TensorStringStyle.Metadata || is_meta)
            {
                return ToString();
            }

            using var scope = NewDisposeScope();
            using var mode = no_grad();
            var text = new StringBuilder();
            if (style == TensorStringStyle.Julia)
            {
                text.Append(this).Append(ndim == 0 ? ", value = " : newLine ?? Environment.NewLine);
            }

            Write(text, cpu(), style == TensorStringStyle.CSharp ? "{}" : "[]", fltFormat ?? "g5", cultureInfo ?? CultureInfo.CurrentCulture, newLine ?? Environment.NewLine);
            return text.ToString();
        }

        private static void Write(StringBuilder text, Tensor tensor, string brackets, string format, CultureInfo culture, string newLine)
        {
            if (tensor.ndim == 0)
            {
                var number = tensor.is_complex() ? (IFormattable)tensor.ToScalar().ToComplexFloat64() : tensor.is_floating_point() ? tensor.ToDouble() : tensor.ToInt64();
                text.Append(tensor.dtype == ScalarType.Bool ? tensor.ToBoolean().ToString() : number.ToString(tensor.is_integral() ? null : format, culture));
                return;
            }

            var separator = tensor.ndim == 1 ? ", " : "," + newLine;
            var count = tensor.shape[0];
            text.Append(brackets[0]);
            for (long k = 0; k < count; k++)
            {
                text.Append(k == 0 ? "" : separator);
                if (count > ShownPerDimension && k == ShownPerDimension / 2)
                {
                    text.Append("...").Append(separator);
                    k = count - (ShownPerDimension / 2);
                }

                Write(text, tensor[k], brackets, format, culture, newLine);
            }

            text.Append(brackets[1]);
        }
    }
}
