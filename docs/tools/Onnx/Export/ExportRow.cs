namespace HierKD.OnnxSurvey.Export;

/// <summary>What was found out about a network's export.</summary>
internal sealed record ExportRow
{
    public required string Network { get; init; }

    /// <summary>Whose network it is.</summary>
    public required string Source { get; init; }

    /// <summary>The shapes of the example's inputs.</summary>
    public required string Input { get; init; }

    public long Parameters { get; init; }

    /// <summary>The bytes of parameters and buffers.</summary>
    public long WeightBytes { get; init; }

    /// <summary>Why the export refused the network; <see langword="null"/> if it did not.</summary>
    public Refusal? Refused { get; init; }

    /// <summary>Nodes of the file's graph.</summary>
    public int Nodes { get; init; }

    public long FileBytes { get; init; }

    /// <summary>Seconds of the process's first export, which instruments TorchSharp and compiles what runs the first time.</summary>
    public double SecondsFirst { get; init; }

    /// <summary>Seconds of the second.</summary>
    public double SecondsWarm { get; init; }

    /// <summary>
    /// How far the process's memory rises above what it has with the model, at most, in the first export; <see langword="null"/> where the
    /// system does not tell.
    /// </summary>
    public long? ExportBytes { get; init; }

    /// <summary>The same of a forward of <see cref="ExportMeasurement.ForwardBatch"/> samples.</summary>
    public long? ForwardBytes { get; init; }

    /// <summary>
    /// The largest difference between an element in ONNX Runtime and in TorchSharp, relative to the largest element of the output.
    /// </summary>
    public double Difference { get; init; }

    /// <summary>The batch that shows it.</summary>
    public long DifferenceBatch { get; init; }

    /// <summary>The batches that were compared.</summary>
    public IReadOnlyList<long> Batches { get; init; } = [];

    /// <summary>
    /// How far outputs for different samples are apart, relative to the largest element: a comparison of outputs that do not depend on the
    /// input would say little.
    /// </summary>
    public double Variation { get; init; }

    /// <summary>What is wrong; nothing may be.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    /// <summary>Where it comes from; the process that measures leaves it to the one that asks.</summary>
    public Origin? Origin { get; init; }
}
