using System.Diagnostics;
using HierKD;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace QuickStart;

/// <summary>A model's file in ONNX Runtime.</summary>
internal sealed class OnnxFile : IDisposable
{
    private readonly Microsoft.ML.OnnxRuntime.SessionOptions _options;
    private readonly InferenceSession _session;

    public OnnxFile(string path, int threads)
    {
        _options = new() { IntraOpNumThreads = threads };
        _session = new InferenceSession(path, _options);
    }

    /// <summary>Runs a file once, to compare its outputs with the model's.</summary>
    public static IReadOnlyDictionary<string, Tensor> Run(string path, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var file = new OnnxFile(path, threads: 0);
        var (name, input) = inputs.Single();
        using var value = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
        using var run = new RunOptions();
        using var outputs = file._session.Run(run, [name], [value], file._session.OutputNames);
        var shape = outputs[0].GetTensorTypeAndShape().Shape;
        var numbers = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        return new Dictionary<string, Tensor> { [file._session.OutputNames[0]] = tensor(numbers, shape) };
    }

    /// <summary>What files take, in rounds in which all take turns, after three that are not counted.</summary>
    public static IReadOnlyDictionary<string, Latency> Time(
        IReadOnlyDictionary<string, string> paths, Tensor input, int threads, int rounds)
    {
        using var plain = input.cpu().contiguous();
        using var value = OrtValue.CreateTensorValueFromMemory(plain.data<float>().ToArray(), plain.shape);
        using var run = new RunOptions();
        var files = paths.ToDictionary(p => p.Key, p => (File: new OnnxFile(p.Value, threads), Times: new List<double>()));
        for (var round = -3; round < rounds; round++)
        {
            foreach (var (file, times) in files.Values)
            {
                var start = Stopwatch.GetTimestamp();
                file._session.Run(run, file._session.InputNames, [value], file._session.OutputNames).Dispose();
                if (round >= 0) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        foreach (var (file, _) in files.Values) file.Dispose();
        return files.ToDictionary(f => f.Key, f => Latency.Of(f.Value.Times, input.shape[0]));
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
