using static TorchSharp.torch;

namespace HierKD;

/// <summary>The inputs of one call: those that lie along the samples of the first one, and those that all samples share.</summary>
internal static class ModelInputs
{
    /// <exception cref="ArgumentException">One is null or disposed.</exception>
    public static void Require(IReadOnlyList<Tensor> inputs, string argument)
    {
        if (!inputs.Any(input => input is null || input.IsInvalid)) return;
        throw new ArgumentException($"{argument} has a tensor that is null or disposed.", argument);
    }

    /// <summary>The number of samples; 0 if there is no axis for them.</summary>
    public static long Samples(IReadOnlyList<Tensor> inputs) => inputs.Count > 0 && inputs[0].dim() > 0 ? inputs[0].shape[0] : 0;

    /// <summary>Whether a tensor has a row for each of so many samples.</summary>
    public static bool IsOfSamples(Tensor tensor, long samples) => tensor.dim() > 0 && tensor.shape[0] == samples;

    /// <summary>The first samples, as many as there are up to a number; views.</summary>
    public static Tensor[] First(IReadOnlyList<Tensor> inputs, long atMost)
    {
        var samples = Samples(inputs);
        return [.. inputs.Select(t => IsOfSamples(t, samples) ? t.narrow(0, 0, Math.Min(samples, atMost)) : t.alias())];
    }

    /// <summary>
    /// The same where it cannot go wrong: of several inputs one that all samples share may be as long as the batch by chance.
    /// </summary>
    public static Tensor[] Few(IReadOnlyList<Tensor> inputs, long atMost) =>
        inputs.Count == 1 ? First(inputs, atMost) : [.. inputs.Select(t => t.alias())];

    /// <summary>Copies on a device, which the caller disposes.</summary>
    public static Tensor[] CopyTo(IReadOnlyList<Tensor> inputs, Device device)
    {
        using var quiet = no_grad();
        return [.. inputs.Select(t => t.to(device, copy: true).DetachFromDisposeScope())];
    }

    /// <summary>Shapes and types, for messages.</summary>
    public static string Text(IReadOnlyList<Tensor> tensors) =>
        tensors.Count == 0 ? "of none" : string.Join(", ", tensors.Select(t => t is null ? "null" : $"{Shape(t)} ({t.dtype})"));

    /// <summary>A shape, for messages.</summary>
    public static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
