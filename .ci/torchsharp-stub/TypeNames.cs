using Mono.Cecil;

namespace HierKD.TorchSharpStub;

/// <summary>Turns a type as the listing writes it into a reference: the stub's own types first, then those of .NET.</summary>
internal sealed class TypeNames
{
    private static readonly string[] DotNetAssemblies = ["System.Collections", "System.Runtime.Numerics", "System.Runtime"];

    private readonly ModuleDefinition _module;
    private readonly AssemblyNameReference[] _dotNetAssemblies;
    private readonly Dictionary<string, TypeDefinition> _own = [];
    private readonly Dictionary<string, TypeReference> _dotNet = [];

    public TypeNames(ModuleDefinition module)
    {
        _module = module;
        // The oldest framework that the library targets, so that both of its builds can use the stub.
        _dotNetAssemblies = [.. DotNetAssemblies
            .Select(name => new AssemblyNameReference(name, new Version(8, 0, 0, 0)) { PublicKeyToken = Convert.FromHexString("b03f5f7f11d50a3a") })];
        foreach (var assembly in _dotNetAssemblies) module.AssemblyReferences.Add(assembly);
    }

    public void Register(string name, TypeDefinition type) => _own.Add(name, type);

    public TypeDefinition Own(string name) => _own[name];

    public TypeReference DotNet(string name)
    {
        if (_dotNet.TryGetValue(name, out var known)) return known;
        var home = _dotNetAssemblies.FirstOrDefault(a => System.Reflection.Assembly.Load(a.Name).GetType(name) is not null)
            ?? throw new InvalidDataException($"no assembly known here has the type {name}");
        var model = System.Reflection.Assembly.Load(home.Name).GetType(name, throwOnError: true)!;
        var type = new TypeReference(model.Namespace, model.Name, _module, home, model.IsValueType);
        for (var i = 0; i < model.GetGenericArguments().Length; i++) type.GenericParameters.Add(new GenericParameter(type));
        _dotNet.Add(name, type);
        return type;
    }

    /// <summary>Resolves <paramref name="text"/>; <c>!0</c> is a parameter of <paramref name="type"/>, <c>!!0</c> one of <paramref name="method"/>.</summary>
    public TypeReference Resolve(string text, TypeDefinition type, MethodDefinition? method = null)
    {
        text = text.Trim();
        if (text.EndsWith('&')) return new ByReferenceType(Resolve(text[..^1], type, method));
        if (text.EndsWith('*')) return new PointerType(Resolve(text[..^1], type, method));
        if (text.EndsWith(']'))
        {
            var open = text.LastIndexOf('[');
            return new ArrayType(Resolve(text[..open], type, method), text.Length - open - 1);
        }
        if (text.EndsWith('>'))
        {
            var open = text.IndexOf('<', StringComparison.Ordinal);
            var definition = Named(text[..open]);
            var generic = new GenericInstanceType(definition);
            foreach (var argument in Entry.SplitTypes(text[(open + 1)..^1])) generic.GenericArguments.Add(Resolve(argument, type, method));
            return generic;
        }
        if (text.StartsWith("!!", StringComparison.Ordinal)) return method!.GenericParameters[Number(text[2..])];
        if (text.StartsWith('!')) return type.GenericParameters[Number(text[1..])];
        return Primitive(text) ?? Named(text);
    }

    private TypeReference Named(string name) => _own.TryGetValue(name, out var own) ? own : DotNet(name);

    private TypeReference? Primitive(string name) => name switch
    {
        "void" => _module.TypeSystem.Void,
        "bool" => _module.TypeSystem.Boolean,
        "byte" => _module.TypeSystem.Byte,
        "sbyte" => _module.TypeSystem.SByte,
        "char" => _module.TypeSystem.Char,
        "short" => _module.TypeSystem.Int16,
        "ushort" => _module.TypeSystem.UInt16,
        "int" => _module.TypeSystem.Int32,
        "uint" => _module.TypeSystem.UInt32,
        "long" => _module.TypeSystem.Int64,
        "ulong" => _module.TypeSystem.UInt64,
        "float" => _module.TypeSystem.Single,
        "double" => _module.TypeSystem.Double,
        "string" => _module.TypeSystem.String,
        "object" => _module.TypeSystem.Object,
        "nint" => _module.TypeSystem.IntPtr,
        "nuint" => _module.TypeSystem.UIntPtr,
        _ => null,
    };

    private static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
}
