namespace HierKD.Onnx;

/// <summary>What a file is to be like.</summary>
public sealed class OnnxOptions
{
    /// <summary>The name of the input, which programs that run the file ask for.</summary>
    /// <value>Default: <c>input</c>. It must not be empty.</value>
    public string InputName { get; set; } = "input";

    /// <summary>The name of the output.</summary>
    /// <value>Default: <c>output</c>. It must not be empty, nor the input's.</value>
    public string OutputName { get; set; } = "output";

    /// <summary>
    /// The axis of the input that runs over the samples of a batch, and may have any size when the file is run; null for a file that takes
    /// inputs of the example's shape alone.
    /// </summary>
    /// <value>Default: 0. Negative values count from the last axis.</value>
    public int? BatchAxis { get; set; } = 0;

    /// <summary>The name of the batch axis in the file.</summary>
    /// <value>Default: <c>batch</c>. It must not be empty.</value>
    public string BatchName { get; set; } = "batch";

    /// <summary>The model's name in the file.</summary>
    /// <value>Default: null, the name of the model's type.</value>
    public string? ModelName { get; set; }
}
