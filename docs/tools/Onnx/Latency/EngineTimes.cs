namespace HierKD.OnnxSurvey.Latency;

/// <summary>One network in both engines.</summary>
/// <param name="TorchSharp">Milliseconds of a forward.</param>
/// <param name="OnnxRuntime">Milliseconds of a run.</param>
/// <param name="Ratio">ONNX Runtime's time divided by TorchSharp's, of the same round.</param>
/// <param name="Difference">How far their outputs are apart, relative to the largest element.</param>
internal sealed record EngineTimes(Quartiles TorchSharp, Quartiles OnnxRuntime, Quartiles Ratio, double Difference);
