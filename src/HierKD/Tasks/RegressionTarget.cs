using static TorchSharp.torch;

namespace HierKD;

/// <summary>What targets of a regression must look like: libtorch would broadcast them.</summary>
internal static class RegressionTarget
{
    public static void Require(IReadOnlyList<Tensor> outputs, PruningBatch batch)
    {
        OneOfEach.Require(outputs, batch.Targets, "PruningTask.Regression");
        Require(outputs[0], batch.Targets[0]);
    }

    private static void Require(Tensor output, Tensor y)
    {
        if (output.dtype != y.dtype)
        {
            throw new ArgumentException(
                $"The target has dtype {y.dtype}, the model's output {output.dtype}; regression needs the same.", nameof(y));
        }
        if (output.shape.SequenceEqual(y.shape)) return;
        throw new ArgumentException(
            $"The target has shape {ModelInputs.Shape(y)}, the model's output {ModelInputs.Shape(output)}; regression " +
            "compares them element by element.",
            nameof(y));
    }
}
