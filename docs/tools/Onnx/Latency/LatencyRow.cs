namespace HierKD.OnnxSurvey.Latency;

/// <summary>How long a network takes, whole and pruned, in TorchSharp and in ONNX Runtime.</summary>
internal sealed record LatencyRow
{
    public required string Network { get; init; }

    /// <summary>The shape of one sample's input.</summary>
    public required string Input { get; init; }

    public required long Parameters { get; init; }

    public required long ParametersPruned { get; init; }

    /// <summary>Multiply-adds of one sample.</summary>
    public required long MultiplyAdds { get; init; }

    public required long MultiplyAddsPruned { get; init; }

    /// <summary>How often each had its turn.</summary>
    public required int Rounds { get; init; }

    /// <summary>About how long a turn took.</summary>
    public required double SecondsPerTurn { get; init; }

    /// <summary>The times of each batch.</summary>
    public required IReadOnlyList<BatchTimes> Batches { get; init; }

    /// <summary>What is wrong; nothing may be.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    public required Origin Origin { get; init; }
}
