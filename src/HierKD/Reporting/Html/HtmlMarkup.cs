using System.Globalization;
using System.Net;

namespace HierKD;

/// <summary>A piece of HTML or SVG. What is put into one is encoded, unless it is one itself, and numbers are written in the invariant culture; so no name can become markup.</summary>
internal readonly record struct HtmlMarkup(string Text)
{
    public static HtmlMarkup Nothing { get; } = new("");

    public static HtmlMarkup Of(FormattableString text) => new(text.ToString(Encoding.Instance));

    public static HtmlMarkup Join(IEnumerable<HtmlMarkup> parts, string separator = "\n") => new(string.Join(separator, parts.Select(p => p.Text)));

    /// <summary>A name of the user's, which may be broken after its dots and underscores where there is no room.</summary>
    public static HtmlMarkup Name(string name) => new(WebUtility.HtmlEncode(name).Replace(".", ".<wbr/>", StringComparison.Ordinal).Replace("_", "_<wbr/>", StringComparison.Ordinal));

    public override string ToString() => Text;

    private sealed class Encoding : IFormatProvider, ICustomFormatter
    {
        public static readonly Encoding Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            HtmlMarkup markup => markup.Text,
            IFormattable number => WebUtility.HtmlEncode(number.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(arg?.ToString() ?? ""),
        };
    }
}
