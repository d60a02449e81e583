using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The example inputs as a batch of any size.</summary>
internal static class ExampleBatch
{
    /// <summary>
    /// The samples of <paramref name="example"/>, repeated or cut off; in their memory format, which indexing would lose.
    /// </summary>
    public static Tensor[] Of(IReadOnlyList<Tensor> example, int size)
    {
        var samples = ModelInputs.Samples(example);
        return [.. example.Select(input => ModelInputs.IsOfSamples(input, samples) ? Of(input, size) : input.alias())];
    }

    /// <exception cref="ArgumentException">The model does not accept a batch of one of the sizes.</exception>
    public static void Require(nn.Module model, ModelCall call, IReadOnlyList<Tensor> example, IReadOnlyList<int> sizes)
    {
        using var quiet = new EvaluationMode(model);
        foreach (var size in sizes)
        {
            using var scope = NewDisposeScope();
            ModelAnswer.Of(call, Of(example, size), $"LatencyOptions.BatchSizes has {size}, which makes an input", "options");
        }
    }

    private static Tensor Of(Tensor example, int size)
    {
        using var scope = NewDisposeScope();
        var times = (size + example.shape[0] - 1) / example.shape[0];
        return cat(Enumerable.Repeat(example, (int)times).ToList(), 0).narrow(0, 0, size).MoveToOuterDisposeScope();
    }
}
