using Microsoft.ML.OnnxRuntime;

namespace HierKD.OnnxSurvey.Latency;

/// <summary>A file in ONNX Runtime on one thread, with an input that is ready: nothing but the run itself is timed.</summary>
internal sealed class RuntimeRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue _input;

    public RuntimeRun(string path, Tensor input)
    {
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
        _input = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
    }

    /// <summary>Runs the file; its outputs are dropped.</summary>
    public void Run()
    {
        using var outputs = _session.Run(_options, _session.InputNames, [_input], _session.OutputNames);
    }

    /// <summary>Runs the file.</summary>
    public Tensor Output()
    {
        using var outputs = _session.Run(_options, _session.InputNames, [_input], _session.OutputNames);
        return tensor(outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }

    public void Dispose()
    {
        _input.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
