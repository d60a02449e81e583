using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Compares a file with its model on inputs that the export has not seen.</summary>
internal sealed class OnnxComparison(string path, nn.Module model, OnnxRunner run, OnnxOptions options)
{
    // Some that exports try, with other values, and some that they do not.
    private static readonly long[] Batches = [1, 2, 3, 5, 8];

    public OnnxVerification Compare(IReadOnlyList<Tensor> examples, double tolerance, string parameter)
    {
        var axes = ExportArguments.Check(examples, options, parameter);
        var call = ModelCall.Of(model, examples.Count, parameter);
        var types = new FileTypes(model, examples);
        using var random = new RandomState();
        using var evaluation = new EvaluationMode(model);
        using var quiet = no_grad();
        long[] batches = axes.All(axis => axis is null) ? [0] : Batches;
        var worst = 0.0;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var inputs = TraceInputs.Like(examples, axes, batch, (ulong)batch + 1000);
            var difference = Difference(call, types, inputs);
            if (!(difference <= tolerance))
            {
                throw new OnnxExportException(
                    $"'{path}' gives another output than the model for a batch of {inputs[0].shape.FirstOrDefault(1)}: they differ by " +
                    $"{difference:E1} of the largest element, and {tolerance:E1} is allowed. If the model has changed " +
                    "since, save it again.");
            }
            worst = Math.Max(worst, difference);
        }
        return new OnnxVerification(worst, batches is [0] ? [examples[0].shape.FirstOrDefault(1)] : batches);
    }

    private double Difference(ModelCall call, FileTypes types, Tensor[] inputs)
    {
        var expected = new ModelOutputs(typeof(Tensor)).Of(call.Invoke(null, model, [.. inputs.Select(input => input.clone())]));
        var names = FileNames.Of(model, call, options, inputs.Length, [.. expected.Select(o => o.Name)]);
        var given = names.Inputs.Zip(inputs).ToDictionary(p => p.First, p => types.Convert(p.Second.cpu()));
        var outputs = run(path, given);
        var worst = 0.0;
        foreach (var (name, tensor) in names.Outputs.Zip(expected.Select(o => (Tensor)o.Tensor)))
        {
            if (!outputs.TryGetValue(name, out var output) || output is null)
            {
                throw new OnnxExportException($"The runner gave no output '{name}' of '{path}'. It must give all that the file has.");
            }
            worst = Math.Max(worst, Difference(name, tensor, output));
        }
        foreach (var output in outputs.Values) output?.Dispose();
        return worst;
    }

    private double Difference(string name, Tensor expected, Tensor actual)
    {
        if (!expected.shape.SequenceEqual(actual.shape))
        {
            throw new OnnxExportException(
                $"The output '{name}' of '{path}' has the shape [{string.Join(", ", actual.shape)}], and the model's " +
                $"[{string.Join(", ", expected.shape)}]. If the model has changed since, save it again.");
        }
        if (expected.numel() == 0) return 0;
        var (right, found) = (expected.cpu().to_type(ScalarType.Float64), actual.cpu().to_type(ScalarType.Float64));
        // NaN where the model gives NaN, and infinity where it gives infinity, are right.
        var same = right.eq(found).logical_or(right.isnan().logical_and(found.isnan()));
        var differences = where(same, zeros_like(right), (right - found).abs());
        var scale = where(right.isfinite(), right.abs(), zeros_like(right)).max().item<double>();
        return differences.max().item<double>() / (scale == 0 ? 1 : scale);
    }
}
