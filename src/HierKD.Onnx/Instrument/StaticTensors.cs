using System.Reflection;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Tensors in static fields. A forward that is the first to need one makes it in whichever dispose scope is open.</summary>
internal static class StaticTensors
{
    private const BindingFlags Static =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<Tensor> Of(IEnumerable<Assembly> assemblies) => assemblies
        .SelectMany(TypesOf).Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetFields(Static)).Where(field => HoldsTensors(field.FieldType))
        .SelectMany(field => Tensors(Value(field)));

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            return [.. some.Types.OfType<Type>()];
        }
    }

    private static bool HoldsTensors(Type type) => typeof(Tensor).IsAssignableFrom(type)
        || type.IsArray && HoldsTensors(type.GetElementType()!)
        || type.IsGenericType && type.GetGenericArguments().Any(HoldsTensors);

    private static object? Value(FieldInfo field)
    {
        try
        {
            return field.GetValue(null);
        }
        catch (Exception failure) when (failure is TargetInvocationException or TypeInitializationException)
        {
            // A class that cannot be initialised has no tensors.
            return null;
        }
    }

    private static IEnumerable<Tensor> Tensors(object? value) => value switch
    {
        Tensor tensor => [tensor],
        System.Collections.IDictionary pairs => pairs.Values.Cast<object?>().SelectMany(Tensors),
        System.Collections.IEnumerable list and not string => list.Cast<object?>().SelectMany(Tensors),
        _ => [],
    };
}
