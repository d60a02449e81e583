using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Looks at a model's example before anything else is done with it, so that bad input fails at the door.</summary>
internal static class ExampleCheck
{
    /// <param name="model">The model.</param>
    /// <param name="call">Calls it.</param>
    /// <param name="exampleInputs">What with.</param>
    /// <param name="argument">The argument that they came with.</param>
    public static void Require(nn.Module model, ModelCall call, IReadOnlyList<Tensor> exampleInputs, string argument)
    {
        using var scope = NewDisposeScope();
        var before = exampleInputs.Select(input => input.clone()).ToArray();
        var outputs = Try(
            () => call.Run(exampleInputs), $"The model's forward fails on the example input {ModelInputs.Text(exampleInputs)}", argument);
        if (!outputs.Any(o => o.is_floating_point()) || outputs.Any(o => o.is_floating_point() && o.dim() == 0))
        {
            throw new ArgumentException(
                $"The call of {model.GetType().Name} gives {ModelInputs.Text(outputs)}; it must give outputs of a floating-point type, " +
                "and none that is a single number.",
                nameof(model));
        }
        RequireFinite(outputs);
        if (exampleInputs.Any(input => input.IsInvalid))
        {
            throw new ArgumentException(
                "The model's forward disposes its input, which is not its own: every level reads the same one.", nameof(model));
        }
        if (exampleInputs.Zip(before).Any(p => p.First.ne(p.Second).logical_and(p.Second.isfinite()).any().ToBoolean()))
        {
            throw new ArgumentException(
                "The model's forward changes its input in place; every level reads the same input, so " +
                "write x = x.sub(…) in place of x.sub_(…).",
                nameof(model));
        }
    }

    private static Tensor[] Try(Func<Tensor[]> forward, string what, string argument)
    {
        try
        {
            return forward();
        }
        catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
        {
            throw new ArgumentException($"{what}: {NativeMessage.Of(failure)}", argument, failure);
        }
    }

    private static void RequireFinite(Tensor[] outputs, string argument = "model")
    {
        if (ModelAnswer.IsFinite(outputs)) return;
        throw new ArgumentException(
            "The model's output on the example input is not finite: load trained weights before pruning.", argument);
    }
}
