using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace HierKD.Tests.TorchSharpSurface;

/// <summary>
/// Writes signatures as text: C# words for primitives, <c>!0</c> and <c>!!0</c> for generic parameters of type and method.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, object?>
{
    public static readonly SignatureText Instance = new();

    private static readonly Dictionary<PrimitiveTypeCode, string> Words = new()
    {
        [PrimitiveTypeCode.Void] = "void",
        [PrimitiveTypeCode.Boolean] = "bool",
        [PrimitiveTypeCode.Char] = "char",
        [PrimitiveTypeCode.SByte] = "sbyte",
        [PrimitiveTypeCode.Byte] = "byte",
        [PrimitiveTypeCode.Int16] = "short",
        [PrimitiveTypeCode.UInt16] = "ushort",
        [PrimitiveTypeCode.Int32] = "int",
        [PrimitiveTypeCode.UInt32] = "uint",
        [PrimitiveTypeCode.Int64] = "long",
        [PrimitiveTypeCode.UInt64] = "ulong",
        [PrimitiveTypeCode.IntPtr] = "nint",
        [PrimitiveTypeCode.UIntPtr] = "nuint",
        [PrimitiveTypeCode.Single] = "float",
        [PrimitiveTypeCode.Double] = "double",
        [PrimitiveTypeCode.String] = "string",
        [PrimitiveTypeCode.Object] = "object",
    };

    public static string TypeName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var outer = type.ResolutionScope.Kind == HandleKind.TypeReference
            ? TypeName(metadata, (TypeReferenceHandle)type.ResolutionScope) + "+"
            : Prefix(metadata.GetString(type.Namespace));
        return outer + metadata.GetString(type.Name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => TypeName(reader, handle);

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var outer = type.IsNested
            ? GetTypeFromDefinition(reader, type.GetDeclaringType(), rawTypeKind) + "+"
            : Prefix(reader.GetString(type.Namespace));
        return outer + reader.GetString(type.Name);
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => Words.GetValueOrDefault(typeCode, typeCode.ToString());

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(",", typeArguments)}>";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        $"delegate*<{string.Join(",", signature.ParameterTypes.Append(signature.ReturnType))}>";

    private static string Prefix(string space) => space.Length > 0 ? space + "." : "";
}
