namespace HierKD.Onnx.Tests.Write;

/// <summary>An operator as opset 17 declares it.</summary>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Types">Which types its variables stand for.</param>
/// <param name="Attributes">Its attributes by name.</param>
internal sealed record OperatorRule(
    IReadOnlyList<FormalParameter> Inputs, IReadOnlyList<FormalParameter> Outputs, IReadOnlyDictionary<string, IReadOnlySet<int>> Types,
    IReadOnlyDictionary<string, FormalAttribute> Attributes)
{
    /// <summary>
    /// Reads <c>inputs -> outputs | variables | attributes</c>, such as <c>T i64? -> T | T:sized | keepdims:i</c>. The last part may be
    /// absent.
    /// </summary>
    public static OperatorRule Parse(string text)
    {
        var parts = text.Split('|', StringSplitOptions.TrimEntries);
        var sides = parts[0].Split("->", StringSplitOptions.TrimEntries);
        return new OperatorRule(
            Parameters(sides[0]), Parameters(sides[1]),
            Pairs(parts[1]).ToDictionary(p => p.Name, p => ElementTypeSet.Of(p.Value)),
            Pairs(parts.ElementAtOrDefault(2) ?? "").ToDictionary(p => p.Name, p => FormalAttribute.Parse(p.Value)));
    }

    /// <summary>The parameter at a place; null if there are not so many.</summary>
    public static FormalParameter? At(IReadOnlyList<FormalParameter> parameters, int place) =>
        place < parameters.Count ? parameters[place] : parameters is [.., { IsRepeated: true } last] ? last : null;

    private static FormalParameter[] Parameters(string text) => [.. Words(text).Select(FormalParameter.Parse)];

    private static IEnumerable<(string Name, string Value)> Pairs(string text) =>
        Words(text).Select(word => (word.Split(':')[0], word.Split(':')[1]));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
