using HierKD.Onnx.Tests.Write;

namespace HierKD.Onnx.Tests;

/// <summary>Exports models and compares the files with them.</summary>
internal static class Exported
{
    /// <summary>Batches that files are run with; exports try the first three.</summary>
    private static readonly long[] Batches = [1, 2, 3, 5, 8];

    /// <summary>The batch for which all shapes are compared with those that the file says, unless it is large.</summary>
    private const long DescribedBatch = 3;
    private const long LargestDescribed = 4_000_000;

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
        GraphRules.Require(path);
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
            // A forward may write into its input. The files of models with weights of float64 take float32; these are numbers of both.
            var (expected, actual) = (model.call(input.to_type(example.dtype, copy: true)), session.Run(input));
            Assert.Equal(expected.shape, actual.shape);
            var difference = Difference(expected.to_type(ScalarType.Float64), actual.to_type(ScalarType.Float64));
            Assert.True(difference <= 1e-4, $"Batch {batch}: differs by {difference:E2} of the largest output.");
            worst = Math.Max(worst, difference);
            if (batch == DescribedBatch && new FileInfo(path).Length < LargestDescribed) DescribedShapes.Require(path, batch, input);
        }
        return worst;
    }

    // An output that is zero throughout has to be so in the file.
    private static double Difference(Tensor expected, Tensor actual)
    {
        var (largest, difference) = (expected.abs().max().item<double>(), (expected - actual).abs().max().item<double>());
        return difference == 0 ? 0 : difference / largest;
    }
}
