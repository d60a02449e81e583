using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Checks what an export is given.</summary>
internal static class ExportArguments
{
    /// <summary>Throws if something has no meaning; gives the batch axis of each input, counted from the first, null for none.</summary>
    public static IReadOnlyList<int?> Check(IReadOnlyList<Tensor> examples, OnnxOptions options, string parameter)
    {
        if (examples.Count == 0) throw new ArgumentException("There is no example. Give a tensor for each input.", parameter);
        RequireNames(options);
        foreach (var example in examples) RequireUsable(example, parameter);
        var axes = options.BatchAxes ?? [.. examples.Select(_ => options.BatchAxis)];
        if (axes.Count != examples.Count)
        {
            throw new ArgumentException(
                $"OnnxOptions.BatchAxes has {axes.Count} axes for {examples.Count} inputs. Give one for each, null for an input without.",
                nameof(options));
        }
        int?[] counted = [.. examples.Zip(axes).Select((p, i) => Axis(p.First, p.Second, i, options))];
        var sizes = examples.Zip(counted).Where(p => p.Second is not null).Select(p => p.First.shape[p.Second!.Value]).Distinct().ToArray();
        return sizes.Length < 2
            ? counted
            : throw new ArgumentException(
                $"The examples have batches of {string.Join(" and ", sizes)} samples. Give them one size, or say with " +
                "OnnxOptions.BatchAxes where their samples lie.",
                parameter);
    }

    private static void RequireNames(OnnxOptions options)
    {
        RequireName(options, options.BatchName, nameof(OnnxOptions.BatchName));
        foreach (var name in options.InputNames ?? []) RequireName(options, name, nameof(OnnxOptions.InputNames));
        foreach (var name in options.OutputNames ?? []) RequireName(options, name, nameof(OnnxOptions.OutputNames));
        var twice = (options.InputNames ?? []).Concat(options.OutputNames ?? []).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1);
        if (twice is null) return;
        throw new ArgumentException(
            $"OnnxOptions has the name '{twice.Key}' twice. Give each input and output its own.", nameof(options));
    }

    private static void RequireName(OnnxOptions options, string? name, string property)
    {
        if (!string.IsNullOrWhiteSpace(name)) return;
        throw new ArgumentException($"OnnxOptions.{property} has an empty name. Give it one.", nameof(options));
    }

    private static void RequireUsable(Tensor example, string parameter)
    {
        ArgumentNullException.ThrowIfNull(example, parameter);
        if (example.IsInvalid) throw new ArgumentException("The example is disposed. Give a live tensor.", parameter);
        if (example.is_sparse || example.device_type == DeviceType.META)
        {
            throw new ArgumentException("The example is sparse or has no elements (meta). Give a dense tensor.", parameter);
        }
        if (example.shape.Contains(0))
        {
            throw new ArgumentException(
                $"The example has the shape [{string.Join(", ", example.shape)}]. Give a batch with elements, such as [1, 3, 224, 224].",
                parameter);
        }
        _ = OnnxElementType.Of(example.dtype);
        RequireVariety(example, parameter);
    }

    private static int? Axis(Tensor example, int? given, int place, OnnxOptions options)
    {
        if (given is not { } axis) return null;
        var rank = example.shape.Length;
        return axis < rank && axis >= -rank
            ? axis < 0 ? axis + rank : axis
            : throw new ArgumentException(
                $"OnnxOptions says batch axis {axis} for input {place}, and the example has {rank} axes. Give an axis of the example, or " +
                "null for a fixed shape.",
                nameof(options));
    }

    private static void RequireVariety(Tensor example, string parameter)
    {
        using var scope = NewDisposeScope();
        if (example.dtype.IsFloat())
        {
            if (example.isfinite().all().ToBoolean()) return;
            throw new ArgumentException("The example has elements that are not finite. Give typical values.", parameter);
        }
        var flat = example.reshape(-1);
        if (flat.ne(flat[0]).any().ToBoolean()) return;
        throw new ArgumentException(
            "All elements of the example are the same, and others cannot be guessed for a type without fractions. Give several values.",
            parameter);
    }
}
