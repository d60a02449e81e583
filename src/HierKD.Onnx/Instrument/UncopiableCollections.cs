using System.Collections;

namespace HierKD.Onnx;

/// <summary>
/// What a copy cannot be made of field by field: collections that keep parts of the model by hash codes which copies do not have, and weak
/// references to them.
/// </summary>
internal static class UncopiableCollections
{
    /// <exception cref="NotSupportedException">It is such an object; dictionaries and sets that are made anew are the caller's.</exception>
    public static void Refuse(object live, TypeMap types)
    {
        if (!Hashed(live).Concat(WeaklyHeld(live)).Any(part => IsOfModel(part, types))) return;
        throw new NotSupportedException(
            $"The model holds a {live.GetType().Name.Split('`')[0]}, which the export cannot copy. Hold modules and tensors in fields, " +
            "in lists, or in a Dictionary or HashSet.");
    }

    /// <summary>What a collection is ordered by; of one without type arguments all that it holds.</summary>
    private static IEnumerable<object?> Hashed(object live)
    {
        var type = live.GetType();
        if (type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) != true || OrdersOtherwise(type)) return [];
        if (live is IDictionary pairs) return type.IsGenericType ? pairs.Keys.Cast<object?>() : [.. pairs.Keys, .. pairs.Values];
        var isSet = type.GetInterfaces().Any(i => i.Name.StartsWith("ISet`", StringComparison.Ordinal));
        return isSet ? ((IEnumerable)live).Cast<object?>() : [];
    }

    private static bool OrdersOtherwise(Type type) =>
        type.Name.StartsWith("Sorted", StringComparison.Ordinal) || type.Name.StartsWith("ReadOnly", StringComparison.Ordinal);

    private static object?[] WeaklyHeld(object live)
    {
        var type = live.GetType();
        if (live is WeakReference weak) return [weak.Target];
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(WeakReference<>)) return [];
        object?[] target = [null];
        _ = type.GetMethod("TryGetTarget")!.Invoke(live, target);
        return target;
    }

    /// <summary>Whether the copy of an object is another object.</summary>
    private static bool IsOfModel(object? part, TypeMap types) =>
        part is not null && part.GetType() is { IsValueType: false } type && (part is Delegate || types.Map(type) != type);
}
