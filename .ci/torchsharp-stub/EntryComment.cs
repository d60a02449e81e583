using System.Text.RegularExpressions;

namespace HierKD.TorchSharpStub;

/// <summary>The comment of a line: flags, generic parameters with their constraints, parameters, names of tuple elements.</summary>
internal sealed partial record EntryComment(
    string[] Flags, string? Constant, bool IsObsolete, GenericParameterText[] GenericParameters, ParameterText[] Parameters, string[]? ResultTupleNames)
{
    public bool Has(string flag) => Flags.Contains(flag);

    public static EntryComment Parse(char kind, string comment)
    {
        var obsolete = comment.Contains("[Obsolete]", StringComparison.Ordinal);
        comment = comment.Replace("[Obsolete]", "", StringComparison.Ordinal).Trim();

        string? constant = null;
        if (kind == 'F' && comment.IndexOf(" = ", StringComparison.Ordinal) is >= 0 and var equals)
        {
            constant = comment[(equals + 3)..].Trim();
            comment = comment[..equals];
        }

        var result = ResultNames().Match(comment);
        if (result.Success) comment = comment[..result.Index];

        var flags = comment.Split(['<', '('], 2)[0];
        var generics = Generics().Match(comment[flags.Length..]);
        var parameters = comment[(flags.Length + generics.Length)..].Trim();
        return new EntryComment(
            flags.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            constant,
            obsolete,
            generics.Success ? [.. Separator().Split(generics.Groups[1].Value).Select(GenericParameterText.Parse)] : [],
            parameters.Length > 2 ? [.. Separator().Split(parameters[1..^1]).Select(ParameterText.Parse)] : [],
            result.Success ? result.Groups[1].Value.Split(',') : null);
    }

    [GeneratedRegex(@" -> \{([^}]*)\}$")]
    private static partial Regex ResultNames();

    // Constraints hold types in angle brackets themselves; the list ends where the parameters begin or the line ends.
    [GeneratedRegex(@"^<(.*?)>(?=\(|$)")]
    private static partial Regex Generics();

    // A comma and a blank, outside of quotes and braces.
    [GeneratedRegex(@", (?=(?:[^""]*""[^""]*"")*[^""]*$)")]
    private static partial Regex Separator();
}
