namespace HierKD;

/// <summary>What a forward pass takes in another program than torch, such as ONNX Runtime.</summary>
/// <param name="Runtime">The program's name, the title of its column.</param>
/// <param name="Latency">What was measured there.</param>
public sealed record RuntimeLatency(string Runtime, Latency Latency);
