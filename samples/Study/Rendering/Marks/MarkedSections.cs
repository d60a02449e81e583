using System.Text;

namespace Study.Rendering.Marks;

/// <summary>
/// Text with parts that are written by a program: each between a line <c>&lt;!-- study:NAME --&gt;</c> and a line
/// <c>&lt;!-- /study --&gt;</c>.
/// </summary>
internal static class MarkedSections
{
    private const string Begin = "<!-- study:";
    private const string BeginEnd = " -->";
    private const string End = "<!-- /study -->";

    /// <summary>The text with each marked part replaced; the marks stay.</summary>
    /// <param name="text">The text.</param>
    /// <param name="content">What belongs between the marks of a name; null if it is not known.</param>
    /// <exception cref="InvalidDataException">A name is not known, or a mark has no counterpart.</exception>
    public static string Fill(string text, Func<string, string?> content)
    {
        var filled = new StringBuilder();
        string? open = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var mark = line.Trim();
            if (NameIn(mark) is { } name)
            {
                if (open is not null)
                {
                    throw new InvalidDataException($"The mark '{mark}' stands within '{open}': close that by '{End}' first.");
                }
                open = name;
                filled.Append(line).Append('\n').Append('\n')
                    .Append((content(name) ?? throw new InvalidDataException($"The mark '{mark}' has a name that is not known."))
                        .Trim('\n'))
                    .Append('\n').Append('\n');
            }
            else if (mark == End)
            {
                if (open is null) throw new InvalidDataException($"A mark '{End}' has no beginning.");
                open = null;
                filled.Append(line).Append('\n');
            }
            else if (open is null) filled.Append(line).Append('\n');
        }
        if (open is not null) throw new InvalidDataException($"The mark of '{open}' is not closed by '{End}'.");
        // Splitting gives one line more than there are ends of lines.
        filled.Length--;
        return filled.ToString();
    }

    private static string? NameIn(string mark) =>
        mark.StartsWith(Begin, StringComparison.Ordinal)
            && mark.EndsWith(BeginEnd, StringComparison.Ordinal) ? mark[Begin.Length..^BeginEnd.Length] : null;
}
