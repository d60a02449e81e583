using Microsoft.ML.OnnxRuntime;
using Integers = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<long>;
using Reals = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>;

namespace HierKD.Onnx.Tests;

/// <summary>A file in ONNX Runtime, as a program that deploys it would run it.</summary>
internal sealed class OnnxRuntimeSession : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRuntimeSession(string path)
    {
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(path, options);
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    public ModelMetadata Metadata => _session.ModelMetadata;

    /// <summary>The output for an input; the caller disposes it.</summary>
    public Tensor Run(Tensor input)
    {
        int[] shape = [.. input.shape.Select(size => (int)size)];
        var name = _session.InputNames.Single();
        var value = input.dtype == ScalarType.Int64
            ? NamedOnnxValue.CreateFromTensor(name, new Integers(input.data<long>().ToArray(), shape))
            : NamedOnnxValue.CreateFromTensor(name, new Reals(input.data<float>().ToArray(), shape));
        using var results = _session.Run([value]);
        var output = results.Single().AsTensor<float>();
        return tensor(output.ToArray(), [.. output.Dimensions.ToArray().Select(size => (long)size)]);
    }

    public void Dispose() => _session.Dispose();
}
