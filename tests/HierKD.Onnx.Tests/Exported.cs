namespace HierKD.Onnx.Tests;

/// <summary>Exports models and compares the files with them.</summary>
internal static class Exported
{
    /// <summary>Batches that files are run with; exports try the first three.</summary>
    private static readonly long[] Batches = [1, 2, 3, 5, 8];

    /// <summary>
    /// Exports a model and requires ONNX Runtime to give the same, within 1e-4 of the largest output, for other values and all batches.
    /// Gives the largest difference.
    /// </summary>
    public static double Require(nn.Module<Tensor, Tensor> model, Tensor example, OnnxOptions? options = null, long[]? batches = null)
    {
        using var file = new TemporaryFile();
        OnnxModel.Save(file.Path, model, example, options);
        return RequireSame(file.Path, model, example, options?.BatchAxis ?? 0, batches ?? Batches);
    }

    public static double RequireSame(string path, nn.Module<Tensor, Tensor> model, Tensor example, int axis, IEnumerable<long> batches)
    {
        using var session = new OnnxRuntimeSession(path);
        model.eval();
        var worst = 0.0;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            using var generator = new Generator((ulong)(1000 + batch));
            var shape = example.shape;
            shape[axis < 0 ? axis + shape.Length : axis] = batch;
            var input = example.dtype == ScalarType.Int64
                ? randint(example.max().item<long>() + 1, shape, ScalarType.Int64, generator: generator)
                : 2 * randn(shape, generator: generator);
            var (expected, actual) = (model.call(input), session.Run(input));
            Assert.Equal(expected.shape, actual.shape);
            var difference = (expected - actual).abs().max().item<float>() / expected.abs().max().item<float>();
            Assert.True(difference <= 1e-4, $"Batch {batch}: differs by {difference:E2} of the largest output.");
            worst = Math.Max(worst, difference);
        }
        return worst;
    }
}
