using System.Globalization;

namespace HierKD.Onnx;

/// <summary>A size that may grow with the batch.</summary>
/// <param name="PerSample">How much each sample adds.</param>
/// <param name="Fixed">What is there without any.</param>
internal readonly record struct Dimension(long PerSample, long Fixed)
{
    public bool IsFixed => PerSample == 0;

    public static implicit operator Dimension(long size) => new(0, size);

    /// <summary>The dimension that has these sizes for these batches; null if none has.</summary>
    public static Dimension? Through(IReadOnlyList<long> batches, IReadOnlyList<long> sizes)
    {
        var other = Enumerable.Range(0, batches.Count).FirstOrDefault(i => batches[i] != batches[0]);
        var perSample = other == 0 ? 0 : (sizes[other] - sizes[0]) / (batches[other] - batches[0]);
        var found = new Dimension(perSample, sizes[0] - perSample * batches[0]);
        return batches.Zip(sizes).All(p => found.At(p.First) == p.Second) ? found : null;
    }

    /// <summary>The size for a batch.</summary>
    public long At(long batch) => PerSample * batch + Fixed;

    /// <summary>How a file names it.</summary>
    public string Text(string batch)
    {
        var product = PerSample == 1 ? batch : string.Create(CultureInfo.InvariantCulture, $"{PerSample}*{batch}");
        return Fixed == 0 ? product : string.Create(CultureInfo.InvariantCulture, $"{product}{Fixed:+#;-#}");
    }
}
