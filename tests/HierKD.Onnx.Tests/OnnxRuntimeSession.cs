using Microsoft.ML.OnnxRuntime;

namespace HierKD.Onnx.Tests;

/// <summary>A file in ONNX Runtime, as a program that deploys it would run it.</summary>
internal sealed class OnnxRuntimeSession : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRuntimeSession(string path)
    {
        using var options = Options();
        _session = new InferenceSession(path, options);
    }

    /// <summary>A model in memory, as it is.</summary>
    public OnnxRuntimeSession(byte[] model)
    {
        using var options = Options();
        _session = new InferenceSession(model, options);
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    public ModelMetadata Metadata => _session.ModelMetadata;

    /// <summary>Runs a file once.</summary>
    public static IReadOnlyDictionary<string, Tensor> RunFile(string path, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var session = new OnnxRuntimeSession(path);
        return session.Run(inputs);
    }

    /// <summary>The only output for the only input; the caller disposes it.</summary>
    public Tensor Run(Tensor input) => Run(new Dictionary<string, Tensor> { [_session.InputNames.Single()] = input }).Single().Value;

    /// <summary>The outputs for inputs; the caller disposes them.</summary>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var run = new RunOptions();
        var values = inputs.ToDictionary(p => p.Key, p => Value(p.Value));
        using var results = _session.Run(run, values, _session.OutputNames);
        var outputs = _session.OutputNames.Zip(results).ToDictionary(p => p.First, p => Read(p.Second));
        foreach (var value in values.Values) value.Dispose();
        return outputs;
    }

    public void Dispose() => _session.Dispose();

    private static Microsoft.ML.OnnxRuntime.SessionOptions Options()
    {
        var options = new Microsoft.ML.OnnxRuntime.SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Where a file says another shape than the runtime finds, it would go on with a warning.
        options.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        return options;
    }

    private static OrtValue Value(Tensor input)
    {
        using var plain = input.contiguous();
        return plain.dtype switch
        {
            ScalarType.Int64 => OrtValue.CreateTensorValueFromMemory(plain.data<long>().ToArray(), input.shape),
            ScalarType.Int32 => OrtValue.CreateTensorValueFromMemory(plain.data<int>().ToArray(), input.shape),
            ScalarType.Bool => OrtValue.CreateTensorValueFromMemory(plain.data<bool>().ToArray(), input.shape),
            ScalarType.Float64 => OrtValue.CreateTensorValueFromMemory(plain.data<double>().ToArray(), input.shape),
            ScalarType.Float16 => OrtValue.CreateTensorValueFromMemory(
                plain.data<Half>().ToArray().Select(h => new Float16(BitConverter.HalfToUInt16Bits(h))).ToArray(), input.shape),
            _ => OrtValue.CreateTensorValueFromMemory(plain.data<float>().ToArray(), input.shape),
        };
    }

    private static Tensor Read(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return info.ElementDataType switch
        {
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => tensor(value.GetTensorDataAsSpan<long>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32 => tensor(value.GetTensorDataAsSpan<int>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8 => tensor(value.GetTensorDataAsSpan<byte>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int8 => tensor(value.GetTensorDataAsSpan<sbyte>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int16 => tensor(value.GetTensorDataAsSpan<short>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Bool => tensor(value.GetTensorDataAsSpan<bool>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => tensor(value.GetTensorDataAsSpan<double>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16 => tensor(
                value.GetTensorDataAsSpan<Float16>().ToArray().Select(h => h.ToFloat()).ToArray(), info.Shape),
            _ => tensor(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape),
        };
    }
}
