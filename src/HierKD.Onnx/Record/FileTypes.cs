using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>
/// Which types elements have in the file. bfloat16 becomes float32, and so does float64 where it is the type of the model's weights: ONNX
/// Runtime has no convolutions and few other operators for them. All other types stay.
/// </summary>
internal sealed class FileTypes
{
    private readonly bool _hasDoubleWeights;

    public FileTypes(nn.Module model, IReadOnlyList<Tensor> inputs)
    {
        var types = model.parameters().Where(p => !p.IsInvalid).Select(p => p.dtype).Where(t => t.IsFloat()).ToArray();
        if (types.Length == 0) types = [.. inputs.Select(input => input.dtype).Where(t => t.IsFloat())];
        _hasDoubleWeights = types.Length > 0 && types.All(t => t == ScalarType.Float64);
    }

    /// <summary>The type in the file.</summary>
    public ScalarType Of(ScalarType type) => type switch
    {
        ScalarType.BFloat16 => ScalarType.Float32,
        ScalarType.Float64 when _hasDoubleWeights => ScalarType.Float32,
        _ => type,
    };

    /// <summary>A number among elements of a type of the file; the same rule as for elements.</summary>
    public double Convert(double value, ScalarType type) =>
        _hasDoubleWeights && type == ScalarType.Float32 && double.IsFinite(value)
            ? Math.Clamp(value, float.MinValue, float.MaxValue)
            : value;

    /// <summary>
    /// Elements in their type in the file. What is too large for it becomes its largest, so that finite numbers stay finite.
    /// </summary>
    public Tensor Convert(Tensor elements)
    {
        var type = Of(elements.dtype);
        if (type == elements.dtype) return elements;
        return elements.dtype == ScalarType.Float64
            ? where(elements.isfinite(), elements.clamp(float.MinValue, float.MaxValue), elements).to_type(type)
            : elements.to_type(type);
    }
}
