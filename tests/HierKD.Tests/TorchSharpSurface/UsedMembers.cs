using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HierKD.Tests.TorchSharpSurface;

/// <summary>Reads from an assembly's metadata what it uses of the namespace TorchSharp, whichever assembly provides that.</summary>
internal static class UsedMembers
{
    /// <summary>
    /// Sorted keys: <c>T type</c>, <c>F type::field : type</c>, <c>M type::method(types) : type</c>, nested types with a plus.
    /// </summary>
    public static string[] Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences
            .Select(handle => SignatureText.TypeName(metadata, handle))
            .Where(IsTorchSharp)
            .Select(type => "T " + type);
        var members = metadata.MemberReferences
            .Select(handle => Key(metadata, metadata.GetMemberReference(handle)))
            .OfType<string>();
        return [.. types.Concat(members).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string? Key(MetadataReader metadata, MemberReference member)
    {
        var owner = member.Parent.Kind switch
        {
            HandleKind.TypeReference => SignatureText.TypeName(metadata, (TypeReferenceHandle)member.Parent),
            HandleKind.TypeSpecification =>
                metadata.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(SignatureText.Instance, null),
            _ => "",
        };
        // A member of a generic instance stands in the list under the open type.
        owner = owner.Split('<')[0];
        if (!IsTorchSharp(owner)) return null;

        var name = $"{owner}::{metadata.GetString(member.Name)}";
        if (member.GetKind() == MemberReferenceKind.Field) return $"F {name} : {member.DecodeFieldSignature(SignatureText.Instance, null)}";

        var method = member.DecodeMethodSignature(SignatureText.Instance, null);
        var arity = method.GenericParameterCount > 0 ? $"``{method.GenericParameterCount}" : "";
        return $"M {name}{arity}({string.Join(",", method.ParameterTypes)}) : {method.ReturnType}";
    }

    private static bool IsTorchSharp(string type) => type.StartsWith("TorchSharp.", StringComparison.Ordinal);
}
