using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HierKD.LibTorch.Tests.Surface;

/// <summary>Everything that a compiled assembly shows to its users in the namespace TorchSharp, in the listings' format.</summary>
internal sealed class AssemblySurface : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly SignatureNames _names = new();
    private readonly MemberDetails _details;

    public AssemblySurface(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        _details = new MemberDetails(_reader, _names);
    }

    public void Dispose() => _file.Dispose();

    public IEnumerable<ApiEntry> Entries()
    {
        foreach (var handle in _reader.TypeDefinitions.Where(IsVisible))
        {
            var name = _names.Name(_reader, handle);
            if (!name.StartsWith("TorchSharp.", StringComparison.Ordinal))
            {
                continue;
            }
            var type = _reader.GetTypeDefinition(handle);
            yield return Type(name, type);
            var members = Fields(name, type).Concat(Properties(name, type)).Concat(Methods(name, type));
            foreach (var member in members)
            {
                yield return member;
            }
        }
    }

    private ApiEntry Type(string name, TypeDefinition type)
    {
        var ancestry = type.GetInterfaceImplementations().Select(i => _names.Name(_reader, _reader.GetInterfaceImplementation(i).Interface)).ToList();
        if (!type.BaseType.IsNil)
        {
            ancestry.Insert(0, _names.Name(_reader, type.BaseType));
        }
        return new ApiEntry($"T {name} : {(ancestry.Count == 0 ? "-" : string.Join(", ", ancestry))}", _details.OfType(type));
    }

    private IEnumerable<ApiEntry> Fields(string owner, TypeDefinition type) =>
        from handle in type.GetFields()
        let field = _reader.GetFieldDefinition(handle)
        where MemberDetails.IsVisible(field.Attributes) && !field.Attributes.HasFlag(FieldAttributes.SpecialName)
        select new ApiEntry($"F {owner}::{_reader.GetString(field.Name)} : {field.DecodeSignature(_names, null)}", _details.OfField(field));

    private IEnumerable<ApiEntry> Methods(string owner, TypeDefinition type)
    {
        foreach (var handle in type.GetMethods())
        {
            var method = _reader.GetMethodDefinition(handle);
            if (!MemberDetails.IsVisible(method.Attributes) || _reader.GetString(method.Name) == ".cctor")
            {
                continue;
            }
            var signature = method.DecodeSignature(_names, null);
            var arity = signature.GenericParameterCount == 0 ? "" : "``" + signature.GenericParameterCount;
            var key = $"M {owner}::{_reader.GetString(method.Name)}{arity}({string.Join(',', signature.ParameterTypes)}) : {signature.ReturnType}";
            yield return new ApiEntry(key, _details.OfMethod(method, signature.ParameterTypes));
        }
    }

    private IEnumerable<ApiEntry> Properties(string owner, TypeDefinition type)
    {
        foreach (var handle in type.GetProperties())
        {
            var property = _reader.GetPropertyDefinition(handle);
            var accessors = property.GetAccessors();
            var getter = Visible(accessors.Getter);
            var setter = Visible(accessors.Setter);
            if ((getter ?? setter) is not { } shown)
            {
                continue;
            }
            var signature = property.DecodeSignature(_names, null);
            var index = signature.ParameterTypes.Length == 0 ? "" : $"[{string.Join(',', signature.ParameterTypes)}]";
            var body = (getter is null ? "" : "get; ") + (setter is null ? "" : "set; ");
            yield return new ApiEntry(
                $"P {owner}::{_reader.GetString(property.Name)}{index} : {signature.ReturnType} {{ {body}}}",
                MemberDetails.Access(shown) + (shown.HasFlag(MethodAttributes.Static) ? " static" : ""));
        }
    }

    private MethodAttributes? Visible(MethodDefinitionHandle handle)
    {
        if (handle.IsNil)
        {
            return null;
        }
        var attributes = _reader.GetMethodDefinition(handle).Attributes;
        return MemberDetails.IsVisible(attributes) ? attributes : null;
    }

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }
}
