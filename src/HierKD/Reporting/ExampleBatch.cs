using static TorchSharp.torch;

namespace HierKD;

/// <summary>The example input as a batch of any size.</summary>
internal static class ExampleBatch
{
    /// <summary>The samples of <paramref name="example"/>, repeated or cut off; in its memory format, which indexing would lose.</summary>
    public static Tensor Of(Tensor example, int size)
    {
        using var scope = NewDisposeScope();
        var times = (size + example.shape[0] - 1) / example.shape[0];
        return cat(Enumerable.Repeat(example, (int)times).ToList(), 0).narrow(0, 0, size).MoveToOuterDisposeScope();
    }
}
