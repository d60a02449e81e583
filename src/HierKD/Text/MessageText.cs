using System.Globalization;
using System.Text;

namespace HierKD;

/// <summary>
/// Texts of others as a message or a report may show them: names can be of any length, and of letters that steer a terminal or turn the
/// order of what is read.
/// </summary>
internal static class MessageText
{
    private const int Longest = 200;
    private const int MostNames = 1000;

    /// <summary>The text in one line, with a mark in place of every letter that cannot be seen.</summary>
    public static string Whole(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").EnumerateRunes().Select(Seen));

    /// <summary>The text, shortened, with a mark in place of every letter that cannot be seen.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text.EnumerateRunes())
        {
            if (shown.Length >= Longest) return shown.Append('…').ToString();
            shown.Append(Seen(letter));
        }
        return shown.ToString();
    }

    /// <summary>Names one after another; of many, the first.</summary>
    public static string List(IReadOnlyCollection<string> names, int most = MostNames) =>
        string.Join(", ", names.Take(most).Select(Of)) + (names.Count > most ? $" and {names.Count - most} more" : "");

    private static string Seen(Rune letter) => IsSeen(letter) ? letter.ToString() : Rune.ReplacementChar.ToString();

    private static bool IsSeen(Rune letter) => Rune.GetUnicodeCategory(letter) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
