using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Checks what an export is given.</summary>
internal static class ExportArguments
{
    /// <summary>Throws if something has no meaning; gives the batch axis, counted from the first, null for none.</summary>
    public static int? Check(Tensor exampleInput, OnnxOptions options)
    {
        RequireName(options, options.InputName, nameof(OnnxOptions.InputName));
        RequireName(options, options.OutputName, nameof(OnnxOptions.OutputName));
        RequireName(options, options.BatchName, nameof(OnnxOptions.BatchName));
        if (options.InputName == options.OutputName)
        {
            throw new ArgumentException(
                $"Input and output have one name, '{options.InputName}'. Give each its own.", nameof(options));
        }
        if (exampleInput.IsInvalid)
        {
            throw new ArgumentException("The example is disposed. Give a live tensor.", nameof(exampleInput));
        }
        var shape = exampleInput.shape;
        if (shape.Contains(0) || shape.Length == 0)
        {
            throw new ArgumentException(
                $"The example has the shape [{string.Join(", ", shape)}]. Give a batch with elements, such as [1, 3, 224, 224].",
                nameof(exampleInput));
        }
        _ = OnnxElementType.Of(exampleInput.dtype);
        RequireVariety(exampleInput);
        if (options.BatchAxis is not { } axis) return null;
        if (axis >= shape.Length || axis < -shape.Length)
        {
            throw new ArgumentException(
                $"OnnxOptions.BatchAxis is {axis}, and the example has {shape.Length} axes. Give an axis of the example, or null for " +
                "a fixed shape.",
                nameof(options));
        }
        return axis < 0 ? axis + shape.Length : axis;
    }

    private static void RequireName(OnnxOptions options, string? name, string property)
    {
        if (!string.IsNullOrWhiteSpace(name)) return;
        throw new ArgumentException($"OnnxOptions.{property} is empty. Give it a name.", nameof(options));
    }

    private static void RequireVariety(Tensor exampleInput)
    {
        using var scope = NewDisposeScope();
        if (exampleInput.dtype.IsFloat())
        {
            if (exampleInput.isfinite().all().ToBoolean()) return;
            throw new ArgumentException("The example has elements that are not finite. Give typical values.", nameof(exampleInput));
        }
        var flat = exampleInput.reshape(-1);
        if (flat.ne(flat[0]).any().ToBoolean()) return;
        throw new ArgumentException(
            "All elements of the example are the same, and others cannot be guessed for a type without fractions. Give several values.",
            nameof(exampleInput));
    }
}
