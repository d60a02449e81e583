using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>
/// Copies everything that can be reached from an object, field by field, to objects of the copied types. Tensors share their storage with
/// the originals, nothing native belongs to a copy, and what knows nothing of TorchSharp is shared.
/// </summary>
internal sealed class ObjectCopier(TypeMap types, TensorAliases aliases)
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(object Live, object Copy)> _toFill = new();
    private readonly List<Action> _toRebuild = [];

    /// <summary>The copy of each object that was copied.</summary>
    public IReadOnlyDictionary<object, object> Copies => _copies;

    public object Copy(object live)
    {
        var copy = Of(live)!;
        while (_toFill.TryDequeue(out var pair)) Fill(pair.Live, pair.Copy);
        foreach (var rebuild in _toRebuild) rebuild();
        _toRebuild.Clear();
        return copy;
    }

    // What a delegate is bound to, its type does not say.
    private static bool MayHoldAnything(Type type) =>
        type == typeof(object) || (type.IsAbstract && !type.IsSealed) || typeof(Delegate).IsAssignableFrom(type);

    private object? Of(object? live)
    {
        switch (live)
        {
            case null or string: return live;
            case Pointer: throw new NotSupportedException("The model holds a boxed pointer, which cannot be copied.");
            case Type type: return types.Map(type);
            case MethodInfo method: return method.DeclaringType is null ? method : types.Map(method);
            case FieldInfo field: return types.Map(field);
        }
        if (live.GetType() is var own && (own.IsPrimitive || own == typeof(nint) || own == typeof(nuint))) return live;
        if (own.IsValueType) return OfValue(live);
        if (_copies.TryGetValue(live, out var known)) return known;
        return live switch
        {
            Delegate one => OfDelegate(one),
            Tensor tensor => Register(live, aliases.Alias(tensor, types.Map(own))),
            Scalar scalar => Register(live, Again(scalar)),
            Array array => OfArray(array),
            _ => OfObject(live),
        };
    }

    private object OfValue(object live)
    {
        var mapped = types.Map(live.GetType());
        if (mapped.IsEnum) return Enum.ToObject(mapped, live);
        if (!HoldsReferences(mapped) && mapped == live.GetType()) return live;
        var copy = RuntimeHelpers.GetUninitializedObject(mapped);
        Fill(live, copy);
        return copy;
    }

    private static bool HoldsReferences(Type type) =>
        !type.IsPrimitive && !type.IsEnum && type.GetFields(Declared).Any(f =>
            !f.FieldType.IsValueType ? !f.FieldType.IsPointer : f.FieldType != type && HoldsReferences(f.FieldType));

    private object OfDelegate(Delegate live)
    {
        var mapped = types.Map(live.GetType());
        var parts = live.GetInvocationList();
        if (parts.Length > 1) return Register(live, Delegate.Combine([.. parts.Select(part => (Delegate)Of(part)!)])!);
        var method = types.Map(live.Method);
        var copy = live.Target is { } target
            ? Delegate.CreateDelegate(mapped, Of(target), method)
            : Delegate.CreateDelegate(mapped, method);
        return Register(live, copy);
    }

    private Array OfArray(Array live)
    {
        var (own, mapped) = (live.GetType(), types.Map(live.GetType()));
        var element = own.GetElementType()!;
        if (own == mapped && !MayHoldAnything(element) && !(element.IsValueType && HoldsReferences(element))) return live;
        var lengths = Enumerable.Range(0, live.Rank).Select(live.GetLength).ToArray();
        var copy = Array.CreateInstance(mapped.GetElementType()!, lengths);
        Register(live, copy);
        _toFill.Enqueue((live, copy));
        return copy;
    }

    private object OfObject(object live)
    {
        var (own, mapped) = (live.GetType(), types.Map(live.GetType()));
        if (!HashesByReference(own)) UncopiableCollections.Refuse(live, types);
        if (own == mapped && !(own.IsGenericType && own.GetGenericArguments().Any(MayHoldAnything))) return live;
        // The native resources stay the original's: no finalizer of a copy may run.
        var copy = RuntimeHelpers.GetUninitializedObject(mapped);
        Unowned.Mark(copy);
        Register(live, copy);
        if (HashesByReference(own)) Rebuild(live, copy);
        else _toFill.Enqueue((live, copy));
        return copy;
    }

    private bool HoldsCopies(Type key) => (types.Map(key) != key && !key.IsEnum) || MayHoldAnything(key);

    private object Register(object live, object copy)
    {
        _copies[live] = copy;
        return copy;
    }

    private void Fill(object live, object copy)
    {
        if (live is Array array)
        {
            FillArray(array, (Array)copy);
            return;
        }
        for (var type = live.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Declared))
            {
                if (field.FieldType.IsPointer) types.Map(field).SetValue(copy, field.GetValue(live));
                else types.Map(field).SetValue(copy, Of(field.GetValue(live)));
            }
            if (type == typeof(SafeHandle)) Disown((SafeHandle)copy);
        }
    }

    private static void Disown(SafeHandle copy) =>
        typeof(SafeHandle).GetField("_ownsHandle", Declared)!.SetValue(copy, false);

    private void FillArray(Array live, Array copy)
    {
        var index = new int[live.Rank];
        if (live.Length == 0) return;
        do copy.SetValue(Of(live.GetValue(index)), index);
        while (Next(index, live));
    }

    private static bool Next(int[] index, Array array)
    {
        for (var axis = array.Rank - 1; axis >= 0; axis--)
        {
            if (++index[axis] < array.GetLength(axis)) return true;
            index[axis] = 0;
        }
        return false;
    }

    private bool HashesByReference(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(Dictionary<,>) || definition == typeof(HashSet<>))
            && HoldsCopies(type.GetGenericArguments()[0]);

    // Hash codes of copies are others, and known only when everything has been copied.
    private void Rebuild(object live, object copy)
    {
        var comparer = Of(live.GetType().GetProperty("Comparer")!.GetValue(live));
        var constructor = copy.GetType().GetConstructors().Single(c =>
            c.GetParameters() is [var only] && only.ParameterType.Name.StartsWith("IEqualityComparer", StringComparison.Ordinal));
        var items = new List<object?[]>();
        for (var all = ((IEnumerable)live).GetEnumerator(); all.MoveNext();)
        {
            items.Add(all.Current is { } pair && live is IDictionary ? [.. Part(pair, "Key"), .. Part(pair, "Value")] : [Of(all.Current)]);
        }
        _toRebuild.Add(() =>
        {
            constructor.Invoke(copy, [comparer]);
            var add = copy.GetType().GetMethod("Add")!;
            foreach (var item in items) add.Invoke(copy, item);
        });
    }

    private object?[] Part(object pair, string name) => [Of(pair.GetType().GetProperty(name)!.GetValue(pair))];

    private object Again(Scalar scalar)
    {
        object value = scalar.Type switch
        {
            ScalarType.Bool => scalar.ToBoolean(),
            ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16 => scalar.ToDouble(),
            ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 =>
                throw new NotSupportedException("The model holds a complex number, which ONNX has no operators for."),
            _ => scalar.ToInt64(),
        };
        return types.Map(typeof(Scalar)).GetMethod("op_Implicit", [value.GetType()])!.Invoke(null, [value])!;
    }
}
