using System.Text.RegularExpressions;

namespace HierKD.TorchSharpStub;

/// <summary>A parameter as the comment writes it: <c>params names</c>, <c>out value</c>, <c>range = null/default {min,max}</c>.</summary>
internal sealed partial record ParameterText(string Name, string Modifier, string? Default, string[]? TupleNames)
{
    public static ParameterText Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success) throw new FormatException($"not a parameter: '{text}'");
        return new ParameterText(
            match.Groups["name"].Value,
            match.Groups["modifier"].Value,
            match.Groups["default"] is { Success: true, Value: var value } ? value : null,
            match.Groups["tuple"] is { Success: true, Value: var names } ? names.Split(',') : null);
    }

    [GeneratedRegex(@"^(?:(?<modifier>this|params|ref|out|in) )?(?<name>\S+)(?: = (?<default>"".*""|'.*'|\S+))?(?: \{(?<tuple>[^}]*)\})?$")]
    private static partial Regex Shape();
}
