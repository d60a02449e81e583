using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>The names that a file shows to programs which run it.</summary>
/// <param name="Model">The model's.</param>
/// <param name="Batch">The batch axis's.</param>
/// <param name="Inputs">The inputs'.</param>
/// <param name="Outputs">The outputs'.</param>
internal sealed record FileNames(string Model, string Batch, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Those of the options, or those that the model's author has given in C#.</summary>
    /// <exception cref="ArgumentException">The options have another number of names, or one twice.</exception>
    public static FileNames Of(nn.Module model, ModelCall call, OnnxOptions options, int inputs, IReadOnlyList<string?> outputs)
    {
        var type = model.GetType();
        var names = new FileNames(
            options.ModelName ?? type.Name, options.BatchName,
            options.InputNames ?? (inputs == 1 ? ["input"] : call.ParameterNames(type)),
            options.OutputNames ?? NamesOf(call.Forward(type), outputs));
        Require(names.Inputs, inputs, nameof(OnnxOptions.InputNames), "inputs", nameof(options));
        Require(names.Outputs, outputs.Count, nameof(OnnxOptions.OutputNames), "outputs", nameof(options));
        return options.InputNames is null || options.OutputNames is null ? names.WithoutRepetition(options) : names;
    }

    private static IReadOnlyList<string> NamesOf(MethodInfo? forward, IReadOnlyList<string?> known)
    {
        if (known.All(name => !string.IsNullOrWhiteSpace(name))) return known!;
        var elements = forward?.ReturnParameter.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames;
        if (elements?.Count == known.Count && elements.All(name => name is not null)) return [.. elements!];
        return known.Count == 1 ? ["output"] : [.. known.Select((name, i) => string.IsNullOrWhiteSpace(name) ? $"output_{i}" : name)];
    }

    private static void Require(IReadOnlyList<string> names, int count, string property, string of, string parameter)
    {
        if (names.Count == count) return;
        throw new ArgumentException($"OnnxOptions.{property} has {names.Count} names for {count} {of}. Give one for each.", parameter);
    }

    // The author may call an output as an input is called; what the options say is kept.
    private FileNames WithoutRepetition(OnnxOptions options)
    {
        var unique = new GraphNames();
        foreach (var given in (options.InputNames ?? []).Concat(options.OutputNames ?? [])) _ = unique.Unique(given);
        return this with
        {
            Inputs = options.InputNames ?? [.. Inputs.Select(unique.Unique)],
            Outputs = options.OutputNames ?? [.. Outputs.Select(unique.Unique)],
        };
    }
}
