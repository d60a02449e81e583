namespace HierKD.Onnx.Tests.Write;

/// <summary>A node by itself is an operator of opset 17, with as many inputs and outputs as that has, and its attributes.</summary>
internal static class NodeRules
{
    /// <summary>The field of the value for each kind of attribute.</summary>
    private static readonly Dictionary<int, int> Values = new()
    {
        [1] = 2,
        [2] = 3,
        [3] = 4,
        [4] = 5,
        [5] = 6,
        [6] = 7,
        [7] = 8,
        [8] = 9,
        [9] = 10,
        [10] = 11,
        [11] = 22,
        [12] = 23,
        [13] = 14,
        [14] = 15,
    };

    public static IEnumerable<string> Broken(ProtobufReader node)
    {
        var (name, kind) = (FieldRules.NameOf(node, 3), FieldRules.NameOf(node, 4));
        var what = $"The node '{name}' ({kind})";
        var broken = FieldRules.Unknown(node, what, 1, 2, 3, 4, 5, 6)
            .Concat(FieldRules.Text(node, 3, $"{what}'s name"))
            .Concat(FieldRules.Text(node, 4, $"{what}'s operator"))
            .Concat(node.Messages(5).SelectMany(attribute => Attribute(attribute, what)));
        if (OperatorRules.Find(kind) is not { } rule) return broken.Append($"{what}: there is no rule for such an operator.");
        return broken
            .Concat(Parameters([.. node.Texts(1)], rule.Inputs, $"{what}, input"))
            .Concat(Parameters([.. node.Texts(2)], rule.Outputs, $"{what}, output"))
            .Concat(Attributes(node, rule, what));
    }

    private static IEnumerable<string> Parameters(string[] names, IReadOnlyList<FormalParameter> formal, string what)
    {
        for (var i = 0; i < Math.Max(names.Length, formal.Count); i++)
        {
            var parameter = OperatorRule.At(formal, i);
            if (parameter is null) yield return $"{what} {i}: the operator has none.";
            else if (!parameter.IsOptional && (i >= names.Length || names[i].Length == 0)) yield return $"{what} {i} is missing.";
        }
    }

    private static IEnumerable<string> Attributes(ProtobufReader node, OperatorRule rule, string what)
    {
        var kinds = node.Messages(5).Select(a => (Name: FieldRules.NameOf(a, 1), Kind: FieldRules.Number(a, 20))).ToArray();
        foreach (var twice in kinds.GroupBy(k => k.Name).Where(g => g.Count() > 1)) yield return $"{what} has '{twice.Key}' twice.";
        foreach (var (name, kind) in kinds)
        {
            if (!rule.Attributes.TryGetValue(name, out var formal)) yield return $"{what} has an attribute '{name}' that is not its.";
            else if (formal.Kind != kind) yield return $"{what}: '{name}' is of kind {kind}, and the operator's is {formal.Kind}.";
        }
        foreach (var (name, _) in rule.Attributes.Where(a => a.Value.IsRequired && kinds.All(k => k.Name != a.Key)))
        {
            yield return $"{what} has no attribute '{name}'.";
        }
    }

    private static IEnumerable<string> Attribute(ProtobufReader attribute, string node)
    {
        var what = $"{node}, '{FieldRules.NameOf(attribute, 1)}',";
        foreach (var broken in FieldRules.Unknown(attribute, what, [1, 20, .. Values.Values])) yield return broken;
        foreach (var broken in FieldRules.Text(attribute, 1, $"{what} name")) yield return broken;
        var kinds = attribute.Integers(20).ToArray();
        if (kinds is not [var kind] || !Values.TryGetValue((int)kind, out var field))
        {
            yield return $"{what} has no kind.";
            yield break;
        }
        // A list may be empty, and is not there then.
        var isList = kind is > 5 and not (11 or 13);
        if (attribute.Fields.Any(f => f != field && Values.ContainsValue(f)) || (!isList && attribute.Count(field) != 1))
        {
            yield return $"{what} has not one value, of its kind {kind}.";
        }
    }
}
