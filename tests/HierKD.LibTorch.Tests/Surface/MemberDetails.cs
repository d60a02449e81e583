using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;

namespace HierKD.LibTorch.Tests.Surface;

/// <summary>What a listing says behind a key: accessibility and kind, parameter names, default values, names of tuple elements.</summary>
internal sealed class MemberDetails(MetadataReader reader, SignatureNames names)
{
    private const MethodAttributes NewVirtual = MethodAttributes.Virtual | MethodAttributes.NewSlot;

    public static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    public static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    public static string Access(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public => "public",
        MethodAttributes.Family => "protected",
        _ => "protected internal",
    };

    public string OfType(TypeDefinition type)
    {
        var access = (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.NestedFamily => "protected",
            TypeAttributes.NestedFamORAssem => "protected internal",
            _ => "public",
        };
        return $"{access} {Kind(type)}{Generics(type.GetGenericParameters(), " ")}";
    }

    public string OfField(FieldDefinition field)
    {
        var access = (field.Attributes & FieldAttributes.FieldAccessMask) switch
        {
            FieldAttributes.Public => "public",
            FieldAttributes.Family => "protected",
            _ => "protected internal",
        };
        if (field.Attributes.HasFlag(FieldAttributes.Literal))
        {
            return $"{access} const = {Constant(field.GetDefaultValue())}";
        }
        return access
            + (field.Attributes.HasFlag(FieldAttributes.Static) ? " static" : "")
            + (field.Attributes.HasFlag(FieldAttributes.InitOnly) ? " readonly" : "");
    }

    public string OfMethod(MethodDefinition method, IReadOnlyList<string> types)
    {
        var kind = method.Attributes switch
        {
            var a when a.HasFlag(MethodAttributes.Static) => " static",
            var a when a.HasFlag(MethodAttributes.Abstract) => " abstract",
            var a when (a & NewVirtual) == MethodAttributes.Virtual => " override",
            var a when a.HasFlag(MethodAttributes.Virtual) && !a.HasFlag(MethodAttributes.Final) => " virtual",
            _ => "",
        };
        var parameters = method.GetParameters().Select(reader.GetParameter).ToArray();
        var extends = Has(method.GetCustomAttributes(), "ExtensionAttribute");
        var texts = parameters.Where(p => p.SequenceNumber > 0).Select(p => (extends && p.SequenceNumber == 1 ? "this " : "") + OfParameter(p, types[p.SequenceNumber - 1]));
        var result = parameters.Where(p => p.SequenceNumber == 0).Select(TupleNames).FirstOrDefault() ?? "";
        return $"{Access(method.Attributes)}{kind} {Generics(method.GetGenericParameters(), "")}({string.Join(", ", texts)})" + (result.Length == 0 ? "" : " -> " + result);
    }

    private string OfParameter(Parameter parameter, string type)
    {
        var prefix = Has(parameter.GetCustomAttributes(), "ParamArrayAttribute") ? "params "
            : !type.EndsWith('&') ? ""
            : parameter.Attributes.HasFlag(ParameterAttributes.Out) ? "out "
            : "ref ";
        var value = parameter.Attributes.HasFlag(ParameterAttributes.HasDefault) ? " = " + Constant(parameter.GetDefaultValue())
            : parameter.Attributes.HasFlag(ParameterAttributes.Optional) ? " = null/default"
            : "";
        var tuple = TupleNames(parameter);
        return prefix + reader.GetString(parameter.Name) + value + (tuple.Length == 0 ? "" : " " + tuple);
    }

    private string Constant(ConstantHandle handle)
    {
        var constant = reader.GetConstant(handle);
        return reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode) switch
        {
            null => "null/default",
            bool value => value ? "true" : "false",
            string value => $"\"{value}\"",
            char value => $"'\\u{(int)value:x4}'",
            float value => value.ToString(CultureInfo.InvariantCulture) + "f",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private string Generics(GenericParameterHandleCollection handles, string before)
    {
        if (handles.Count == 0)
        {
            return "";
        }
        return before + "<" + string.Join(", ", handles.Select(handle =>
        {
            var parameter = reader.GetGenericParameter(handle);
            var constraints = Constraints(parameter);
            return reader.GetString(parameter.Name) + (constraints.Count == 0 ? "" : " : " + string.Join(" & ", constraints));
        })) + ">";
    }

    private List<string> Constraints(GenericParameter parameter)
    {
        var constraints = new List<string>();
        var isStruct = parameter.Attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            constraints.Add("struct");
        }
        if (parameter.Attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            constraints.Add("class");
        }
        var types = parameter.GetConstraints().Select(c => names.Name(reader, reader.GetGenericParameterConstraint(c).Type)).ToArray();
        constraints.AddRange(types.Where(t => !t.StartsWith("System.ValueType", StringComparison.Ordinal)));
        if (types.Any(t => t.Contains("UnmanagedType", StringComparison.Ordinal)))
        {
            constraints.Add("unmanaged");
        }
        if (!isStruct && parameter.Attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            constraints.Add("new()");
        }
        return constraints;
    }

    private string Kind(TypeDefinition type)
    {
        var parent = type.BaseType.IsNil ? "" : names.Name(reader, type.BaseType);
        return type.Attributes switch
        {
            var a when a.HasFlag(TypeAttributes.Interface) => "interface",
            _ when parent == "System.Enum" => "enum",
            _ when parent == "System.ValueType" => "struct",
            _ when parent == "System.MulticastDelegate" => "delegate",
            var a when a.HasFlag(TypeAttributes.Abstract | TypeAttributes.Sealed) => "static class",
            var a when a.HasFlag(TypeAttributes.Abstract) => "abstract class",
            var a when a.HasFlag(TypeAttributes.Sealed) => "sealed class",
            _ => "class",
        };
    }

    private string TupleNames(Parameter parameter)
    {
        foreach (var handle in parameter.GetCustomAttributes())
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (AttributeName(attribute) != "TupleElementNamesAttribute")
            {
                continue;
            }
            var blob = reader.GetBlobReader(attribute.Value);
            blob.ReadUInt16();
            var elements = new string?[blob.ReadInt32()];
            for (var i = 0; i < elements.Length; i++)
            {
                elements[i] = blob.ReadSerializedString();
            }
            return $"{{{string.Join(',', elements)}}}";
        }
        return "";
    }

    private bool Has(CustomAttributeHandleCollection attributes, string name) => attributes.Any(a => AttributeName(reader.GetCustomAttribute(a)) == name);

    private string AttributeName(CustomAttribute attribute)
    {
        var owner = attribute.Constructor.Kind == HandleKind.MemberReference
            ? reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
        var name = names.Name(reader, owner);
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
