namespace HierKD.Onnx.Tests.Write;

/// <summary>The types of what a node reads and makes are such that its operator takes, and the same where it wants the same.</summary>
internal static class TypeRules
{
    /// <param name="node">A node of a known operator.</param>
    /// <param name="types">The types of all values, by name.</param>
    public static IEnumerable<string> Broken(ProtobufReader node, IReadOnlyDictionary<string, int> types)
    {
        var kind = FieldRules.NameOf(node, 4);
        if (OperatorRules.Find(kind) is not { } rule) yield break;
        var what = $"The node '{FieldRules.NameOf(node, 3)}' ({kind})";
        var bound = new Dictionary<string, int>();
        var values = node.Texts(1).Select((name, i) => (name, OperatorRule.At(rule.Inputs, i)))
            .Concat(node.Texts(2).Select((name, i) => (name, OperatorRule.At(rule.Outputs, i))));
        foreach (var (name, parameter) in values)
        {
            if (name.Length == 0 || parameter is null || !types.TryGetValue(name, out var type)) continue;
            var allowed = rule.Types.GetValueOrDefault(parameter.Type) ?? ElementTypeSet.Of(parameter.Type);
            if (!allowed.Contains(type)) yield return $"{what} has '{name}' of {ElementTypeSet.NameOf(type)}, which it does not take.";
            if (!rule.Types.ContainsKey(parameter.Type)) continue;
            if (!bound.TryAdd(parameter.Type, type) && bound[parameter.Type] != type)
            {
                yield return $"{what} has '{name}' of {ElementTypeSet.NameOf(type)} beside {ElementTypeSet.NameOf(bound[parameter.Type])}.";
            }
        }
        if (kind != "Cast") yield break;
        var to = node.Messages(5).Where(a => FieldRules.NameOf(a, 1) == "to").Select(a => FieldRules.Number(a, 3)).FirstOrDefault();
        var made = node.Texts(2).FirstOrDefault() ?? "";
        if (types.TryGetValue(made, out var said) && said != to) yield return $"{what} casts to {to}, and '{made}' is said to be {said}.";
    }
}
