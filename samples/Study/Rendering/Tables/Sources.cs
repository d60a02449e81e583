using System.Text.RegularExpressions;
using HierKD.Samples;
using Study.Rendering.Results;

namespace Study.Rendering.Tables;

/// <summary>Where a table's numbers come from.</summary>
internal static partial class Sources
{
    private const int CommitDigits = 10;

    public static string Of(Setting setting, string file) =>
        Of(setting.Arms.SelectMany(a => a.Finished.Values).Select(r => (r.Command, r.Finished, r.Provenance)), file);

    public static string Of(IEnumerable<(string Command, DateTime Finished, Provenance Provenance)> lines, string file)
    {
        var results = lines.ToArray();
        var commands = results.Select(r => Whole(r.Command)).Distinct().Order(StringComparer.Ordinal).Select(c => $"`{c}`");
        var machines =
            results.Select(
                r =>
                    $"{r.Provenance.Torch}, {r.Provenance.Device}, threads: {r.Provenance.Threads}, " +
                    $"{r.Provenance.Cores} cores of {r.Provenance.Machine}")
            .Distinct()
            .Order(StringComparer.Ordinal);
        var versions = results.OrderBy(r => r.Finished).Select(r => Short(r.Provenance.Version)).Distinct();
        return $"From `{file}`, made by {string.Join(", ", commands)} with HierKD {string.Join(", ", versions)}; " +
            $"{string.Join("; ", machines)}.\n";
    }

    /// <summary>The command for all cells: which of them were run by themselves says nothing.</summary>
    private static string Whole(string command) => Only().Replace(command, "").TrimEnd(' ', '-');

    [GeneratedRegex(@" --only \S+")]
    private static partial Regex Only();

    /// <summary>The version with the first digits of the commit.</summary>
    private static string Short(string version)
    {
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 || version.Length <= plus + 1 + CommitDigits ? version : version[..(plus + 1 + CommitDigits)];
    }
}
