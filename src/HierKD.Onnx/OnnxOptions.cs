namespace HierKD.Onnx;

/// <summary>What a file is to be like.</summary>
public sealed record OnnxOptions
{
    /// <summary>The names of the inputs, which programs that run the file ask for.</summary>
    /// <value>
    /// Default: null. One input is called <c>input</c>, several as the parameters of the model's <c>forward</c> are. There must be one for
    /// each, none empty, and all of them, with those of the outputs, different.
    /// </value>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>The names of the outputs.</summary>
    /// <value>
    /// Default: null. One output is called <c>output</c>, several as the elements of the tuple that <c>forward</c> returns, or as the keys
    /// of its dictionary, or <c>output_0</c>, <c>output_1</c> and so on.
    /// </value>
    public IReadOnlyList<string>? OutputNames { get; init; }

    /// <summary>
    /// The axis of the inputs that runs over the samples of a batch, and may have any size when the file is run; null for a file that takes
    /// inputs of the example's shape alone.
    /// </summary>
    /// <value>Default: 0. Negative values count from the last axis.</value>
    public int? BatchAxis { get; init; } = 0;

    /// <summary>The same for each input by itself; null for an input that has no samples, such as a table.</summary>
    /// <value>Default: null, which means <see cref="BatchAxis"/> for all.</value>
    public IReadOnlyList<int?>? BatchAxes { get; init; }

    /// <summary>The name of the batch axis in the file.</summary>
    /// <value>Default: <c>batch</c>. It must not be empty.</value>
    public string BatchName { get; init; } = "batch";

    /// <summary>The model's name in the file.</summary>
    /// <value>Default: null, the name of the model's type.</value>
    public string? ModelName { get; init; }
}
