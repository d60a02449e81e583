using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace HierKD;

/// <summary>
/// A piece of HTML or SVG. What is put into one is encoded, unless it is one itself, and numbers are written in the invariant culture; so
/// no name can become markup.
/// </summary>
internal readonly partial record struct HtmlMarkup(string Text)
{
    public static HtmlMarkup Nothing { get; } = new("");

    public static HtmlMarkup Of(FormattableString text) => new(text.ToString(Encoding.Instance));

    public static HtmlMarkup Join(IEnumerable<HtmlMarkup> parts, string separator = "\n") =>
        new(string.Join(separator, parts.Select(p => p.Text)));

    /// <summary>A name of the user's, which may be broken before its words where there is no room; numbers stay whole.</summary>
    public static HtmlMarkup Name(string name) => new(Words().Replace(Encode(name), "<wbr/>"));

    public override string ToString() => Text;

    private static string Encode(string text) => WebUtility.HtmlEncode(MessageText.Whole(text));

    [GeneratedRegex(@"(?<=[._])(?=\p{L})")]
    private static partial Regex Words();

    private sealed class Encoding : IFormatProvider, ICustomFormatter
    {
        public static readonly Encoding Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            HtmlMarkup markup => markup.Text,
            IFormattable number => Encode(number.ToString(format, CultureInfo.InvariantCulture)),
            _ => Encode(arg?.ToString() ?? ""),
        };
    }
}
