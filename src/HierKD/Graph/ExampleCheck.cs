using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Looks at a model's example before anything else is done with it, so that bad input fails at the door.</summary>
internal static class ExampleCheck
{
    public static void Require(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        using var scope = NewDisposeScope();
        var before = exampleInput.clone();
        RequireFinite(Try(
            () => [model.call(exampleInput)],
            $"The model's forward fails on the example input [{string.Join(", ", exampleInput.shape)}] ({exampleInput.dtype})",
            nameof(exampleInput)));
        if (exampleInput.IsInvalid)
        {
            throw new ArgumentException(
                "The model's forward disposes its input, which is not its own: every level reads the same one.", nameof(model));
        }
        if (exampleInput.ne(before).logical_and(before.isfinite()).any().ToBoolean())
        {
            throw new ArgumentException(
                "The model's forward changes its input in place; every level reads the same input, so " +
                "write x = x.sub(…) in place of x.sub_(…).",
                nameof(model));
        }
    }

    public static void Require(nn.Module model, Func<Tensor[]> forward)
    {
        using var scope = NewDisposeScope();
        var outputs = Try(forward, $"The forward of {model.GetType().Name} fails", nameof(forward));
        if (outputs is null || outputs.Length == 0 || outputs.Any(o => o is null || !o.is_floating_point() || o.dim() == 0))
        {
            throw new ArgumentException(
                "forward returned no outputs, or one that is null, a single number or not of a floating-point " +
                "type; it must return the model's outputs.",
                nameof(forward));
        }
        RequireFinite(outputs);
    }

    private static Tensor[] Try(Func<Tensor[]> forward, string what, string argument)
    {
        try
        {
            return forward();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new ArgumentException($"{what}: {NativeMessage.Of(failure)}", argument, failure);
        }
    }

    private static void RequireFinite(Tensor[] outputs, string argument = "model")
    {
        if (outputs.All(o => o.isfinite().all().ToBoolean())) return;
        throw new ArgumentException(
            "The model's output on the example input is not finite: load trained weights before pruning.", argument);
    }
}
