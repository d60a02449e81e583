namespace HierKD.OnnxSurvey.Latency;

/// <summary>Times of one batch; ratios are those of the same round.</summary>
/// <param name="Batch">The samples.</param>
/// <param name="Whole">The whole network.</param>
/// <param name="Pruned">The network without half of the filters of each group.</param>
/// <param name="TorchSharpGain">The whole network's time divided by the pruned one's, both in TorchSharp.</param>
/// <param name="OnnxRuntimeGain">The same in ONNX Runtime.</param>
internal sealed record BatchTimes(
    int Batch, EngineTimes Whole, EngineTimes Pruned, Quartiles TorchSharpGain, Quartiles OnnxRuntimeGain);
