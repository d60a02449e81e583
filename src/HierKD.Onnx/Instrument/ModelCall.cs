using System.Reflection;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>How a model is called: by its <c>call</c> with as many tensors as there are inputs.</summary>
internal sealed class ModelCall
{
    private readonly MethodInfo _method;
    private readonly object?[] _rest;

    private ModelCall(MethodInfo method, int inputs)
    {
        _method = method;
        _rest = [.. method.GetParameters().Skip(inputs).Select(p => p.HasDefaultValue ? p.DefaultValue : null)];
    }

    /// <summary>The way in which a model takes that many inputs.</summary>
    /// <exception cref="ArgumentException">It takes others.</exception>
    public static ModelCall Of(nn.Module model, int inputs, string parameter)
    {
        var all = Ancestors(model.GetType())
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.Name == "call" && !m.IsAbstract && !m.IsGenericMethodDefinition).ToArray();
        var fitting = all.Where(m => Takes(m, inputs)).MinBy(m => m.GetParameters().Length);
        if (fitting is not null) return new ModelCall(fitting, inputs);
        var known = string.Join(" or ", all.Select(Describe).Distinct());
        throw new ArgumentException(
            $"The example has {inputs} inputs, and {model.GetType().Name} {(known.Length == 0 ? "has no call" : "takes " + known)}. Give " +
            "a tensor for each parameter, and derive the model from nn.Module<Tensor, ..., TResult>; of another forward make one with a " +
            "module around it.",
            parameter);
    }

    /// <summary>The names of the forward's parameters, as the model's author wrote them.</summary>
    public IReadOnlyList<string> ParameterNames(Type model) =>
        [.. (Forward(model) ?? _method).GetParameters().Take(_method.GetParameters().Length - _rest.Length).Select(p => p.Name!)];

    /// <summary>The forward that the model's author wrote; null if it has other parameters.</summary>
    public MethodInfo? Forward(Type model) => Ancestors(model)
        .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .FirstOrDefault(m => m.Name == "forward"
            && m.GetParameters().Select(p => p.ParameterType).SequenceEqual(_method.GetParameters().Select(p => p.ParameterType)));

    /// <summary>Calls a model, or its copy.</summary>
    /// <param name="types">Finds the method of the copy; null for the model itself.</param>
    /// <param name="model">The model, or its copy.</param>
    /// <param name="inputs">Tensors of the same TorchSharp.</param>
    public object? Invoke(TypeMap? types, object model, IEnumerable<object> inputs)
    {
        var method = types is null ? _method : types.Map(_method);
        return method.Invoke(model, BindingFlags.DoNotWrapExceptions, null, [.. inputs, .. _rest], null);
    }

    private static IEnumerable<Type> Ancestors(Type? type)
    {
        for (; type is not null; type = type.BaseType) yield return type;
    }

    private static bool Takes(MethodInfo method, int inputs)
    {
        var parameters = method.GetParameters();
        return parameters.Length >= inputs && parameters.Take(inputs).All(p => p.ParameterType == typeof(Tensor))
            && parameters.Skip(inputs).All(p => p.HasDefaultValue || Nullable.GetUnderlyingType(p.ParameterType) is not null);
    }

    private static string Describe(MethodInfo method) =>
        $"({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})";
}
