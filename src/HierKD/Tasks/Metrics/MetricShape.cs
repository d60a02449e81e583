using static TorchSharp.torch;

namespace HierKD;

/// <summary>What metrics look at has to have shapes that fit: libtorch would broadcast others, and count what nobody meant.</summary>
internal static class MetricShape
{
    /// <exception cref="ArgumentException">The target has another shape than the output.</exception>
    public static void RequireSame(string metric, Tensor output, Tensor target)
    {
        if (!output.shape.SequenceEqual(target.shape)) throw Bad(metric, output, target, "one of the output's shape");
    }

    /// <exception cref="ArgumentException">The target is no class for each logits of the output.</exception>
    public static void RequireClasses(string metric, Tensor output, Tensor target)
    {
        if (!AreClasses(output, target)) throw Bad(metric, output, target, "class indices [N, …] for logits [N, C, …]");
    }

    /// <summary>Whether the target has a place for each of the output's but for axis 1.</summary>
    public static bool AreClasses(Tensor output, Tensor target) =>
        output.dim() >= 2 && target.shape.SequenceEqual([output.shape[0], .. output.shape[2..]]);

    public static ArgumentException Bad(string metric, Tensor output, Tensor target, string right, string argument = "outputs") => new(
        $"The target has shape {ModelInputs.Shape(target)}, the model's output {ModelInputs.Shape(output)}; the metric '{metric}' needs " +
        $"{right}.",
        argument);
}
