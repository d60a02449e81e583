using Mono.Cecil;

namespace HierKD.TorchSharpStub;

/// <summary>The attributes that the C# compiler reads.</summary>
internal sealed class StubAttributes(ModuleDefinition module, TypeNames names)
{
    private TypeDefinition? _unmanaged;

    public CustomAttribute Extension() => Plain("System.Runtime.CompilerServices.ExtensionAttribute");

    public CustomAttribute ParamArray() => Plain("System.ParamArrayAttribute");

    public CustomAttribute Obsolete() => Plain("System.ObsoleteAttribute");

    public CustomAttribute DefaultMember(string name)
    {
        var attribute = new CustomAttribute(Constructor(names.DotNet("System.Reflection.DefaultMemberAttribute"), module.TypeSystem.String));
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, name));
        return attribute;
    }

    public CustomAttribute TupleElementNames(string[] elements)
    {
        var array = new ArrayType(module.TypeSystem.String);
        var attribute = new CustomAttribute(Constructor(names.DotNet("System.Runtime.CompilerServices.TupleElementNamesAttribute"), array));
        var values = elements.Select(e => new CustomAttributeArgument(module.TypeSystem.String, e.Length > 0 ? e : null)).ToArray();
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(array, values));
        return attribute;
    }

    /// <summary>The mark of an <c>unmanaged</c> constraint, a type that the compiler embeds in each assembly.</summary>
    public CustomAttribute IsUnmanaged()
    {
        if (_unmanaged is null)
        {
            const string space = "System.Runtime.CompilerServices";
            _unmanaged = new TypeDefinition(space, "IsUnmanagedAttribute", TypeAttributes.NotPublic | TypeAttributes.Sealed, names.DotNet("System.Attribute"));
            _unmanaged.Methods.Add(StubMembers.WithBody(new MethodDefinition(".ctor",
                MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName | MethodAttributes.HideBySig, module.TypeSystem.Void)));
            module.Types.Add(_unmanaged);
        }
        return new CustomAttribute(_unmanaged.Methods[0]);
    }

    private CustomAttribute Plain(string type) => new(Constructor(names.DotNet(type)));

    private MethodReference Constructor(TypeReference type, params TypeReference[] parameters)
    {
        var constructor = new MethodReference(".ctor", module.TypeSystem.Void, type) { HasThis = true };
        foreach (var parameter in parameters) constructor.Parameters.Add(new ParameterDefinition(parameter));
        return constructor;
    }
}
