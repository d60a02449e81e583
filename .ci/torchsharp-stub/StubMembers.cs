using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HierKD.TorchSharpStub;

/// <summary>Adds fields, methods and properties to the types.</summary>
internal sealed class StubMembers(ModuleDefinition module, TypeNames names, StubAttributes attributes)
{
    private readonly Dictionary<string, MethodDefinition> _methods = [];

    public static FieldDefinition EnumValue(TypeReference type) =>
        new("value__", FieldAttributes.Public | FieldAttributes.SpecialName | FieldAttributes.RTSpecialName, type);

    public static MethodDefinition WithBody(MethodDefinition method)
    {
        var code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Throw);
        return method;
    }

    /// <summary>A struct holds something, or the compiler would take every variable of it for assigned.</summary>
    public void AddHiddenField(TypeDefinition type) =>
        type.Fields.Add(new FieldDefinition("_hidden", FieldAttributes.Private, module.TypeSystem.IntPtr));

    public void AddField(Entry entry)
    {
        var type = names.Own(entry.Type);
        var field = new FieldDefinition(entry.Name, (FieldAttributes)Access(entry.Comment), names.Resolve(entry.Result, type));
        field.IsStatic = entry.Comment.Has("static") || entry.Comment.Constant is not null;
        field.IsInitOnly = entry.Comment.Has("readonly");
        if (entry.Comment.Constant is { } constant)
        {
            field.IsLiteral = true;
            field.HasDefault = true;
            field.Constant = Constants.Parse(constant, field.FieldType);
        }
        if (entry.Comment.IsObsolete) field.CustomAttributes.Add(attributes.Obsolete());
        type.Fields.Add(field);
    }

    public void AddMethod(Entry entry)
    {
        var type = names.Own(entry.Type);
        var comment = entry.Comment;
        var method = new MethodDefinition(entry.Name, Attributes(entry), module.TypeSystem.Void);
        foreach (var parameter in comment.GenericParameters) method.GenericParameters.Add(new GenericParameter(parameter.Name, method));
        Constrain(method, comment.GenericParameters, type, method);
        method.ReturnType = names.Resolve(entry.Result, type, method);
        Name(method.MethodReturnType, entry.Result, comment.ResultTupleNames);
        foreach (var (text, shape) in entry.Parameters.Zip(comment.Parameters)) method.Parameters.Add(Parameter(text, shape, type, method));
        if (method.Parameters.Count != entry.Parameters.Length) throw new InvalidDataException($"parameters do not match: {entry.Key}");
        if (comment.Parameters is [{ Modifier: "this" }, ..])
        {
            method.CustomAttributes.Add(attributes.Extension());
            if (!type.CustomAttributes.Any(a => a.AttributeType.Name == "ExtensionAttribute")) type.CustomAttributes.Add(attributes.Extension());
        }
        if (comment.IsObsolete) method.CustomAttributes.Add(attributes.Obsolete());
        if (type.BaseType?.FullName == "System.MulticastDelegate") method.IsRuntime = true;
        else if (!method.IsAbstract) WithBody(method);
        type.Methods.Add(method);
        _methods.Add(entry.Key, method);
    }

    public void AddProperty(Entry entry)
    {
        var type = names.Own(entry.Type);
        var property = new PropertyDefinition(entry.Name, PropertyAttributes.None, names.Resolve(entry.Result, type));
        Name(property, entry.Result, entry.Comment.ResultTupleNames);
        foreach (var index in entry.Parameters) property.Parameters.Add(new ParameterDefinition(names.Resolve(index, type)));
        var indices = string.Join(",", entry.Parameters);
        property.GetMethod = Accessor($"M {entry.Type}::get_{entry.Name}({indices}) : {entry.Result}");
        property.SetMethod = Accessor($"M {entry.Type}::set_{entry.Name}({(indices.Length > 0 ? indices + "," : "")}{entry.Result}) : void");
        if (property.GetMethod is null && property.SetMethod is null) throw new InvalidDataException($"no accessor: {entry.Key}");
        property.HasThis = !(property.GetMethod ?? property.SetMethod!).IsStatic;
        if (entry.Comment.IsObsolete) property.CustomAttributes.Add(attributes.Obsolete());
        if (entry.Parameters.Length > 0 && !type.CustomAttributes.Any(a => a.AttributeType.Name == "DefaultMemberAttribute"))
        {
            type.CustomAttributes.Add(attributes.DefaultMember(entry.Name));
        }
        type.Properties.Add(property);
    }

    public void Constrain(IGenericParameterProvider owner, GenericParameterText[] parameters, TypeDefinition type, MethodDefinition? method)
    {
        foreach (var (parameter, text) in owner.GenericParameters.Zip(parameters))
        {
            foreach (var constraint in text.Constraints)
            {
                switch (constraint)
                {
                    case "class":
                        parameter.HasReferenceTypeConstraint = true;
                        break;
                    case "new()":
                        parameter.HasDefaultConstructorConstraint = true;
                        break;
                    case "struct":
                        parameter.HasNotNullableValueTypeConstraint = true;
                        parameter.HasDefaultConstructorConstraint = true;
                        var value = names.DotNet("System.ValueType");
                        parameter.Constraints.Add(new GenericParameterConstraint(text.Constraints.Contains("unmanaged")
                            ? new RequiredModifierType(names.DotNet("System.Runtime.InteropServices.UnmanagedType"), value)
                            : value));
                        break;
                    case "unmanaged":
                        parameter.CustomAttributes.Add(attributes.IsUnmanaged());
                        break;
                    default:
                        parameter.Constraints.Add(new GenericParameterConstraint(names.Resolve(constraint, type, method)));
                        break;
                }
            }
        }
    }

    private MethodDefinition? Accessor(string key)
    {
        if (!_methods.TryGetValue(key, out var method)) return null;
        method.IsSpecialName = true;
        return method;
    }

    private ParameterDefinition Parameter(string type, ParameterText text, TypeDefinition owner, MethodDefinition method)
    {
        var parameter = new ParameterDefinition(text.Name, ParameterAttributes.None, names.Resolve(type, owner, method));
        parameter.IsOut = text.Modifier == "out";
        if (text.Modifier == "params") parameter.CustomAttributes.Add(attributes.ParamArray());
        if (text.Default is { } value)
        {
            parameter.IsOptional = true;
            parameter.HasDefault = true;
            parameter.Constant = Constants.Parse(value, parameter.ParameterType);
        }
        Name(parameter, type, text.TupleNames);
        return parameter;
    }

    // The listing names the elements of the outermost tuple; the attribute wants as many names as the whole type has elements.
    private void Name(ICustomAttributeProvider provider, string type, string[]? elements)
    {
        if (elements is not null && TupleElements(type) == elements.Length) provider.CustomAttributes.Add(attributes.TupleElementNames(elements));
    }

    private static int TupleElements(string type)
    {
        const string tuple = "System.ValueTuple`";
        var count = 0;
        for (var i = type.IndexOf(tuple, StringComparison.Ordinal); i >= 0; i = type.IndexOf(tuple, i + 1, StringComparison.Ordinal))
        {
            count += type[i + tuple.Length] - '0';
        }
        return count;
    }

    private static MethodAttributes Attributes(Entry entry)
    {
        var comment = entry.Comment;
        var result = Access(comment) | MethodAttributes.HideBySig;
        if (comment.Has("static")) result |= MethodAttributes.Static;
        if (comment.Has("abstract")) result |= MethodAttributes.Abstract | MethodAttributes.Virtual;
        if (comment.Has("virtual") || comment.Has("override")) result |= MethodAttributes.Virtual;
        if ((result & MethodAttributes.Virtual) != 0 && !comment.Has("override")) result |= MethodAttributes.NewSlot;
        if (entry.Name is ".ctor") result |= MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        if (entry.Name.StartsWith("op_", StringComparison.Ordinal)) result |= MethodAttributes.SpecialName;
        return result;
    }

    private static MethodAttributes Access(EntryComment comment) => (comment.Has("public"), comment.Has("internal")) switch
    {
        (true, _) => MethodAttributes.Public,
        (false, true) => MethodAttributes.FamORAssem,
        (false, false) => MethodAttributes.Family,
    };
}
