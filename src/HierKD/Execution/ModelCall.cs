using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>How inputs go through a model: as its class says, or as the user does.</summary>
internal sealed class ModelCall
{
    private readonly Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>?> _forward;
    private readonly string _model;

    private ModelCall(string model, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>?> forward, int? inputs) =>
        (_model, _forward, Inputs) = (model, forward, inputs);

    /// <summary>The user's own function, if it is called by one.</summary>
    public Delegate? Own { get; private init; }

    /// <summary>How many inputs there have to be, if the model's class says so.</summary>
    public int? Inputs { get; }

    /// <summary>The call that a user has given or, without one, that of the model's class.</summary>
    /// <exception cref="ArgumentException">The class takes or gives something else than tensors.</exception>
    public static ModelCall Of(nn.Module model, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward = null)
    {
        var name = model.GetType().Name;
        if (forward is not null) return new ModelCall(name, forward, inputs: null) { Own = forward };
        if (model is nn.Module<Tensor, Tensor> plain) return new ModelCall(name, inputs => [plain.call(inputs[0])], inputs: 1);
        var form = FormOf(model);
        if (form is { } types && types[..^1].All(t => t == typeof(Tensor)) && types.Length is >= 2 and <= 5)
        {
            var typed = typeof(ModelCall).GetMethod(nameof(Typed), BindingFlags.Static | BindingFlags.NonPublic)!;
            var call = (Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>)typed.MakeGenericMethod(types[^1]).Invoke(null, [model])!;
            return new ModelCall(name, call, types.Length - 1);
        }
        throw new ArgumentException(
            $"How to call {name} is not known: {(form is null ? "it derives from no" : "it is a")} nn.Module<" +
            $"{(form is null ? "…" : string.Join(", ", form.Select(t => t.Name)))}>" +
            $"{(form is null ? "" : ", not of one to four tensors")}. " +
            "Give forward, which gets a batch's inputs and gives the model's outputs: forward: x => [model.call(x[0], x[1])].",
            nameof(model));
    }

    /// <summary>The model's outputs for one batch's inputs.</summary>
    /// <exception cref="ArgumentException">The model takes another number of inputs.</exception>
    /// <exception cref="InvalidOperationException">There are no outputs.</exception>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs)
    {
        if (Inputs is { } expected && inputs.Count != expected)
        {
            throw new ArgumentException(
                $"The model {_model} takes {expected} input{(expected == 1 ? "" : "s")}, and there are {inputs.Count}.");
        }
        var outputs = _forward(inputs);
        if (outputs is { Count: > 0 } && !outputs.Contains(null)) return outputs as Tensor[] ?? [.. outputs];
        throw new InvalidOperationException(
            $"The call of {_model} gave {(outputs is null ? "null" : outputs.Count == 0 ? "no outputs" : "an output that is null")}; it " +
            "must give one tensor or more.");
    }

    /// <summary>The types of a module's arguments and its result.</summary>
    private static Type[]? FormOf(nn.Module model)
    {
        for (var type = model.GetType().BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.DeclaringType == typeof(nn) && type.Name.StartsWith("Module`", StringComparison.Ordinal))
            {
                return type.GetGenericArguments();
            }
        }
        return null;
    }

    private static Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> Typed<TResult>(nn.Module model) => model switch
    {
        nn.Module<Tensor, TResult> m => x => Flat(m.call(x[0])),
        nn.Module<Tensor, Tensor, TResult> m => x => Flat(m.call(x[0], x[1])),
        nn.Module<Tensor, Tensor, Tensor, TResult> m => x => Flat(m.call(x[0], x[1], x[2])),
        nn.Module<Tensor, Tensor, Tensor, Tensor, TResult> m => x => Flat(m.call(x[0], x[1], x[2], x[3])),
        _ => throw new InvalidOperationException($"{model.GetType().Name} has no call of one to four tensors."),
    };

    private static Tensor[] Flat(object? result)
    {
        List<Tensor?> outputs = [];
        Add(result, outputs);
        var last = outputs.FindLastIndex(output => output is not null);
        // Were it left out, the outputs behind it would have other places in training and in evaluation mode.
        if (outputs.IndexOf(null) is >= 0 and var missing && missing < last)
        {
            throw new InvalidOperationException(
                $"The model gives null for output {missing}, and tensors behind it: what it does not always give has to come last. Give " +
                "forward, which says its outputs in another order.");
        }
        return [.. outputs.Take(last + 1)!];
    }

    /// <summary>What tuples, lists and dictionaries hold, in their order. A head that gives nothing in evaluation mode is null.</summary>
    private static void Add(object? result, List<Tensor?> outputs)
    {
        switch (result)
        {
            case null:
                outputs.Add(null);
                break;
            case Tensor tensor:
                outputs.Add(tensor);
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++) Add(tuple[i], outputs);
                break;
            case IDictionary dictionary:
                foreach (var value in dictionary.Values) Add(value, outputs);
                break;
            case IEnumerable values and not string:
                foreach (var value in values) Add(value, outputs);
                break;
            case KeyValuePair<string, Tensor> pair:
                Add(pair.Value, outputs);
                break;
            default:
                throw new InvalidOperationException(
                    $"The model gives a {result.GetType().Name}, whose tensors are not known; give forward, which says them.");
        }
    }
}
