using Microsoft.CodeAnalysis;

namespace HierKD.ApiReference;

/// <summary>Declarations as C#, the same whichever assembly TorchSharp's types come from.</summary>
internal static class Signatures
{
    private static readonly SymbolDisplayFormat Member = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat Type = Member.WithMemberOptions(SymbolDisplayMemberOptions.None);

    private static readonly SymbolDisplayFormat Short = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string Of(ISymbol member)
    {
        var modifiers = member switch
        {
            { ContainingType.TypeKind: TypeKind.Interface } => "",
            IFieldSymbol { IsConst: true } => "public const ",
            { IsStatic: true } => "public static ",
            { IsOverride: true } => "public override ",
            { IsAbstract: true } => "public abstract ",
            { IsVirtual: true } => "public virtual ",
            { DeclaredAccessibility: Accessibility.Protected } => "protected ",
            _ => "public ",
        };
        return modifiers + member.ToDisplayString(Member);
    }

    public static string Of(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum) return $"public enum {type.Name}";
        if (type.DelegateInvokeMethod is { } invoke)
        {
            return "public delegate " + invoke.ToDisplayString(Member).Replace(" Invoke(", $" {type.Name}(", StringComparison.Ordinal);
        }
        var bases = new List<string>();
        if (type.BaseType is { SpecialType: SpecialType.None } parent) bases.Add(parent.ToDisplayString(Type));
        bases.AddRange(type.Interfaces
            .Where(i => i.Name != nameof(IEquatable<int>))
            .Select(i => i.ToDisplayString(Type))
            .Order(StringComparer.Ordinal));
        return $"public {Modifiers(type)}{Kind(type)} " +
            $"{type.ToDisplayString(Type)}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}";
    }

    public static string Kind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Enum } => "enum",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Delegate } => "delegate",
        { IsRecord: true } => "record",
        _ => "class",
    };

    /// <summary>
    /// As a sentence names it: a type by its name, a member with its type unless that is <paramref name="within"/>, a method without what
    /// it takes.
    /// </summary>
    public static string Name(ISymbol symbol, INamedTypeSymbol? within)
    {
        if (symbol is INamedTypeSymbol type) return type.ToDisplayString(Short);
        var name = symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? $"new {symbol.ContainingType.Name}" : symbol.Name;
        return SymbolEqualityComparer.Default.Equals(symbol.ContainingType, within) || name.StartsWith("new ", StringComparison.Ordinal)
            ? name
            : $"{symbol.ContainingType.ToDisplayString(Short)}.{name}";
    }

    private static string Modifiers(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "",
        { TypeKind: TypeKind.Struct, IsReadOnly: true } => "readonly ",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { TypeKind: TypeKind.Class, IsSealed: true } => "sealed ",
        _ => "",
    };
}
