using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HierKD.LibTorch.Tests.Reference;

namespace HierKD.LibTorch.Tests.Operators;

/// <summary>Finds every overload of a name that takes a case's positional arguments, and calls it.</summary>
internal static class CallBinder
{
    public static IEnumerable<Func<ReferenceCall, Tensor[]>> Overloads(ReferenceCase @case)
    {
        var name = @case.Text("name");
        var arguments = @case.Args["call"].EnumerateArray().ToArray();
        foreach (var (type, where) in new[] { (typeof(Tensor), BindingFlags.Instance), (typeof(torch), BindingFlags.Static), (typeof(nn.functional), BindingFlags.Static) })
        {
            var receivers = where == BindingFlags.Instance ? 1 : 0;
            foreach (var method in type.GetMethods(BindingFlags.Public | where).Where(m => m.Name == name && Takes(m.GetParameters(), arguments[receivers..])))
            {
                yield return call =>
                {
                    var values = arguments.Select((a, i) => Value(call, a, i < receivers ? typeof(Tensor) : method.GetParameters()[i - receivers].ParameterType)).ToArray();
                    var defaults = method.GetParameters().Skip(values.Length - receivers).Select(p => p.DefaultValue);
                    var target = receivers == 1 ? values[0] : null;
                    return Tensors(method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [.. values[receivers..], .. defaults], null));
                };
            }
        }
    }

    private static bool Takes(ParameterInfo[] parameters, JsonElement[] arguments) =>
        parameters.Length >= arguments.Length
        && arguments.Zip(parameters).All(pair => Fits(pair.First, Plain(pair.Second.ParameterType)))
        && parameters.Skip(arguments.Length).All(p => p.HasDefaultValue && !p.ParameterType.IsByRefLike);

    private static bool Fits(JsonElement argument, Type type) => argument.ValueKind switch
    {
        JsonValueKind.Object => type == typeof(Tensor),
        JsonValueKind.Array => type == typeof(long[]),
        JsonValueKind.True or JsonValueKind.False => type == typeof(bool),
        _ when IsWhole(argument) => type == typeof(long) || type == typeof(int),
        _ => type == typeof(double) || type == typeof(float) || type == typeof(Scalar),
    };

    private static object Value(ReferenceCall call, JsonElement argument, Type type) => argument.ValueKind switch
    {
        JsonValueKind.Object => call[argument.GetProperty("tensor").GetString()!],
        JsonValueKind.Array => argument.EnumerateArray().Select(v => v.GetInt64()).ToArray(),
        JsonValueKind.True or JsonValueKind.False => argument.GetBoolean(),
        _ when Plain(type) == typeof(Scalar) => (Scalar)argument.GetDouble(),
        _ => Convert.ChangeType(argument.GetDouble(), Plain(type), System.Globalization.CultureInfo.InvariantCulture),
    };

    private static bool IsWhole(JsonElement number) => !number.GetRawText().Contains('.', StringComparison.Ordinal);

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Tensor[] Tensors(object? result) => result switch
    {
        Tensor tensor => [tensor],
        Tensor[] tensors => tensors,
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).OfType<Tensor>().ToArray(),
        IEnumerable<Tensor> tensors => tensors.ToArray(),
        _ => throw new InvalidOperationException($"A result of type {result?.GetType()} holds no tensor."),
    };
}
