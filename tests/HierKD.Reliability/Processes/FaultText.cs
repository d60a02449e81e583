using System.Text.RegularExpressions;

namespace HierKD.Reliability.Processes;

/// <summary>What programs say of a fault, as it may be kept.</summary>
internal static partial class FaultText
{
    private const int Longest = 200;

    /// <summary>The first line, shortened, without the folders of files, which are each machine's own.</summary>
    public static string Of(string text)
    {
        var line = Folders().Replace(text.Split('\n')[0].Trim(), "");
        return line.Length > Longest ? line[..Longest] : line;
    }

    [GeneratedRegex(@"(?<![\w.)\]])(/|[A-Za-z]:\\)([^\s/\\'""]+[/\\])+", RegexOptions.CultureInvariant)]
    private static partial Regex Folders();
}
