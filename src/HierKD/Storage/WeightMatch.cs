using static TorchSharp.torch;

namespace HierKD;

/// <summary>A tensor of a file and the one of a model that it is for.</summary>
/// <param name="FileKey">Its key in the file.</param>
/// <param name="Key">Its key in the model.</param>
/// <param name="Target">The model's tensor.</param>
/// <param name="Type">The file's type.</param>
/// <param name="Shape">The file's shape.</param>
internal sealed record WeightMatch(string FileKey, string Key, Tensor Target, ScalarType Type, long[] Shape)
{
    public bool HasShape => Shape.AsSpan().SequenceEqual(Target.shape);

    public bool HasType => Type == Target.dtype;

    public bool IsConvertible => FloatConversion.CanConvert(Type, Target.dtype);

    public bool Fits(bool convert) => HasShape && (HasType || convert && IsConvertible);

    /// <summary>What differs, for a message.</summary>
    public override string ToString()
    {
        var (saved, own) = ($"{Type} [{string.Join(", ", Shape)}]", $"{Target.dtype} [{string.Join(", ", Target.shape)}]");
        return $"{MessageText.Of(Key)} ({MessageText.Of(saved)} in the file, {own} in the model)";
    }
}
