using Mono.Cecil;
using CecilTypeAttributes = Mono.Cecil.TypeAttributes;

namespace HierKD.TorchSharpStub;

/// <summary>TorchSharp.dll as the compiler sees it: types, members, parameter names and defaults, and no code that does anything.</summary>
internal sealed class StubAssembly : IDisposable
{
    private readonly AssemblyDefinition _assembly;
    private readonly ModuleDefinition _module;
    private readonly TypeNames _names;
    private readonly StubAttributes _attributes;
    private readonly StubMembers _members;

    public StubAssembly(Version version)
    {
        _assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("TorchSharp", version), "TorchSharp.dll", ModuleKind.Dll);
        _module = _assembly.MainModule;
        _names = new TypeNames(_module);
        _attributes = new StubAttributes(_module, _names);
        _members = new StubMembers(_module, _names, _attributes);
        _assembly.CustomAttributes.Add(_attributes.Extension());
    }

    public void Add(List<Entry> entries)
    {
        var types = entries.Where(e => e.Kind == 'T').ToList();
        // An outer type comes before the types nested in it, and every type before the first use.
        foreach (var entry in types.OrderBy(e => e.Type.Count(c => c == '+'))) Declare(entry);
        foreach (var entry in types) DescribeType(entry);
        foreach (var entry in entries.Where(e => e.Kind == 'F')) _members.AddField(entry);
        foreach (var entry in entries.Where(e => e.Kind == 'M')) _members.AddMethod(entry);
        foreach (var entry in entries.Where(e => e.Kind == 'P')) _members.AddProperty(entry);
        foreach (var entry in types.Where(e => e.Comment.Has("struct"))) _members.AddHiddenField(_names.Own(entry.Type));
    }

    public void Write(string path) => _assembly.Write(path);

    public void Dispose() => _assembly.Dispose();

    private void Declare(Entry entry)
    {
        var nested = entry.Type.LastIndexOf('+');
        var dot = entry.Type.LastIndexOf('.');
        var type = nested >= 0
            ? new TypeDefinition("", entry.Type[(nested + 1)..], Attributes(entry, isNested: true))
            : new TypeDefinition(entry.Type[..dot], entry.Type[(dot + 1)..], Attributes(entry, isNested: false));
        foreach (var parameter in entry.Comment.GenericParameters) type.GenericParameters.Add(new GenericParameter(parameter.Name, type));
        if (nested >= 0) _names.Own(entry.Type[..nested]).NestedTypes.Add(type);
        else _module.Types.Add(type);
        _names.Register(entry.Type, type);
    }

    private void DescribeType(Entry entry)
    {
        var type = _names.Own(entry.Type);
        var bases = entry.Result.Split(", ").Where(name => name is not ("" or "-")).Select(name => _names.Resolve(name, type)).ToList();
        if (!type.IsInterface)
        {
            type.BaseType = bases[0];
            bases.RemoveAt(0);
        }
        foreach (var contract in bases) type.Interfaces.Add(new InterfaceImplementation(contract));
        _members.Constrain(type, entry.Comment.GenericParameters, type, null);
        if (entry.Comment.IsObsolete) type.CustomAttributes.Add(_attributes.Obsolete());
        if (entry.Comment.Has("enum")) type.Fields.Add(StubMembers.EnumValue(_module.TypeSystem.Int32));
    }

    private static CecilTypeAttributes Attributes(Entry entry, bool isNested)
    {
        var comment = entry.Comment;
        var access = (isNested, comment.Has("public"), comment.Has("internal")) switch
        {
            (false, _, _) => CecilTypeAttributes.Public,
            (true, true, _) => CecilTypeAttributes.NestedPublic,
            (true, false, true) => CecilTypeAttributes.NestedFamORAssem,
            (true, false, false) => CecilTypeAttributes.NestedFamily,
        };
        if (comment.Has("interface")) return access | CecilTypeAttributes.Interface | CecilTypeAttributes.Abstract;
        if (comment.Has("struct")) return access | CecilTypeAttributes.Sealed | CecilTypeAttributes.SequentialLayout;
        if (comment.Has("enum") || comment.Has("delegate")) return access | CecilTypeAttributes.Sealed;
        if (comment.Has("static")) return access | CecilTypeAttributes.Abstract | CecilTypeAttributes.Sealed;
        if (comment.Has("abstract")) access |= CecilTypeAttributes.Abstract;
        if (comment.Has("sealed")) access |= CecilTypeAttributes.Sealed;
        return access;
    }
}
