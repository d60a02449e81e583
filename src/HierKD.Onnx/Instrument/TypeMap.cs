using System.Reflection;

namespace HierKD.Onnx;

/// <summary>The types, methods and fields of the copied assemblies that stand for those of the application.</summary>
internal sealed class TypeMap(InstrumentedContext context)
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<Type, Type> _types = [];
    private readonly Dictionary<FieldInfo, FieldInfo> _fields = [];

    /// <summary>The type in the copies; the type itself if it knows nothing of TorchSharp.</summary>
    public Type Map(Type type)
    {
        if (_types.TryGetValue(type, out var mapped)) return mapped;
        return _types[type] = Find(type);
    }

    /// <summary>The method in the copies.</summary>
    public MethodInfo Map(MethodInfo method)
    {
        if (method.DeclaringType is not { } declaring)
        {
            throw new NotSupportedException(
                $"The model holds a delegate whose code, '{method.Name}', was made while the program runs. Use an ordinary method or " +
                "lambda.");
        }
        var generic = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        var found = (MethodInfo)Member(declaring, generic, Map(declaring));
        return method.IsGenericMethod ? found.MakeGenericMethod([.. method.GetGenericArguments().Select(Map)]) : found;
    }

    /// <summary>The field in the copies.</summary>
    public FieldInfo Map(FieldInfo field)
    {
        if (!_fields.TryGetValue(field, out var mapped))
        {
            mapped = (FieldInfo)Member(field.DeclaringType!, field, Map(field.DeclaringType!));
            _fields.Add(field, mapped);
        }
        return mapped;
    }

    private static bool Same(MemberInfo member, MemberInfo other) => member.Name == other.Name && member.ToString() == other.ToString();

    private static MemberInfo Member(Type declaring, MemberInfo member, Type mapped)
    {
        if (mapped == declaring) return member;
        var isTorchSharp = declaring.Assembly == typeof(TorchSharp.torch).Assembly;
        // Rewriting has given TorchSharp's members other tokens; those of all other assemblies are the same files' and so the same.
        return mapped.GetMembers(All).Single(m => m.MemberType == member.MemberType
            && (isTorchSharp ? Same(m, member) : m.MetadataToken == member.MetadataToken));
    }

    private Type Find(Type type)
    {
        if (type.IsArray) return type.IsSZArray ? Map(type.GetElementType()!).MakeArrayType() : MapRanked(type);
        if (type.IsByRef) return Map(type.GetElementType()!).MakeByRefType();
        if (type.IsPointer) return Map(type.GetElementType()!).MakePointerType();
        if (type.IsConstructedGenericType)
        {
            var arguments = type.GetGenericArguments();
            Type[] mapped = [.. arguments.Select(Map)];
            var definition = type.GetGenericTypeDefinition();
            var mappedDefinition = Map(definition);
            return mappedDefinition == definition && mapped.SequenceEqual(arguments) ? type : mappedDefinition.MakeGenericType(mapped);
        }
        if (type.IsGenericParameter || !context.DependsOnTorchSharp(type.Assembly)) return type;
        var copy = context.CopyOf(type.Assembly);
        return type.Assembly == typeof(TorchSharp.torch).Assembly
            ? copy.GetType(type.FullName!, throwOnError: true)!
            : copy.ManifestModule.ResolveType(type.MetadataToken);
    }

    private Type MapRanked(Type type) => Map(type.GetElementType()!).MakeArrayType(type.GetArrayRank());
}
