using System.Reflection;
using HierKD.LibTorch.Tests.Reference;

namespace HierKD.LibTorch.Tests.Operators;

/// <summary>The members that share an operator's name: the method, the in-place method, the static function.</summary>
internal sealed class NamedOperator
{
    private readonly MethodInfo? _method;
    private readonly MethodInfo? _inPlace;
    private readonly MethodInfo? _function;

    public NamedOperator(ReferenceCase @case)
    {
        Type[] others = @case.Op switch
        {
            "unary" => [],
            "binary" => [typeof(Tensor)],
            _ => [typeof(Scalar)],
        };
        var name = @case.Text("name");
        _method = Find(typeof(Tensor), BindingFlags.Instance, name, others);
        _inPlace = Find(typeof(Tensor), BindingFlags.Instance, name + "_", others);
        _function = Find(typeof(torch), BindingFlags.Static, name, [typeof(Tensor), .. others]);
    }

    public bool Exists => Forms().Any() || _inPlace is not null;

    /// <summary>The forms that leave their input alone and can be differentiated.</summary>
    public IEnumerable<Func<ReferenceCall, Tensor>> Forms()
    {
        if (_method is not null)
        {
            yield return call => Invoke(_method, call.Input, OtherArguments(call));
        }
        if (_function is not null)
        {
            yield return call => Invoke(_function, null, [call.Input, .. OtherArguments(call)]);
        }
    }

    /// <summary>The form that changes its input, if there is one.</summary>
    public Func<ReferenceCall, Tensor>? InPlace => _inPlace is null ? null : call =>
    {
        using var off = no_grad();
        var changed = call.Input.detach().clone();
        Invoke(_inPlace, changed, OtherArguments(call));
        return changed;
    };

    private static object[] OtherArguments(ReferenceCall call) => call.Case.Op switch
    {
        "unary" => [],
        "binary" => [call["other"]],
        _ => [(Scalar)call.Case.Number("scalar")],
    };

    private static MethodInfo? Find(Type type, BindingFlags where, string name, Type[] parameters) =>
        type.GetMethods(BindingFlags.Public | where)
            .Where(m => m.Name == name && m.ReturnType == typeof(Tensor) && Accepts(m.GetParameters(), parameters))
            .MinBy(m => m.GetParameters().Length);

    private static bool Accepts(ParameterInfo[] actual, Type[] wanted) =>
        actual.Length >= wanted.Length
        && actual.Take(wanted.Length).Select(p => p.ParameterType).SequenceEqual(wanted)
        && actual.Skip(wanted.Length).All(p => p.HasDefaultValue && !p.ParameterType.IsByRefLike);

    private static Tensor Invoke(MethodInfo method, object? target, object[] arguments)
    {
        var defaults = method.GetParameters().Skip(arguments.Length).Select(p => p.DefaultValue);
        return (Tensor)method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [.. arguments, .. defaults], null)!;
    }
}
