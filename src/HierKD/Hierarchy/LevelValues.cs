using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The dense values of one level: shared parameters, which every level holds the same object of, and its own private ones.
/// </summary>
internal sealed class LevelValues : IDisposable
{
    private readonly bool[] _private;

    private LevelValues(Tensor[] values, bool[] isPrivate)
    {
        Values = values;
        _private = isPrivate;
    }

    /// <summary>One value for each tensor of the model, in the order of <see cref="WorkingModel.Tensors"/>.</summary>
    public IReadOnlyList<Tensor> Values { get; }

    /// <summary>Whether a value is the level's own.</summary>
    public bool IsPrivate(int index) => _private[index];

    /// <summary>The private parameters that are trained.</summary>
    public IEnumerable<Parameter> PrivateParameters => Values.Where((_, i) => _private[i]).OfType<Parameter>();

    /// <summary>Values for every level: copies of what the levels are made from.</summary>
    public static IReadOnlyList<LevelValues> Create(WorkingModel working, OriginalLevel original, PrivateParts parts, int levels)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var isPrivate = working.Tensors.Select(t => t.IsBuffer || IsPrivate(t, working.Layers, parts)).ToArray();
        var shared = working.Tensors.Select((_, i) => isPrivate[i] ? null : Copy(working, original, i)).ToArray();
        return Enumerable.Range(0, levels)
            .Select(_ => new LevelValues(working.Tensors.Select((_, i) => shared[i] ?? Copy(working, original, i)).ToArray(), isPrivate))
            .ToArray();
    }

    /// <summary>The shared parameters that are trained; the same objects in every level.</summary>
    public IEnumerable<Parameter> SharedParameters => Values.Where((_, i) => !_private[i]).OfType<Parameter>();

    /// <summary>Disposes the level's own values; the shared ones are disposed with <see cref="DisposeShared"/>.</summary>
    public void Dispose()
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (_private[i]) Values[i].Dispose();
        }
    }

    public void DisposeShared()
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (!_private[i]) Values[i].Dispose();
        }
    }

    private static bool IsPrivate(ModelTensor tensor, IReadOnlyList<PrunableLayer> layers, PrivateParts parts) =>
        tensor.Layer is { } layer &&
        ((layer.IsNormalization && parts.HasFlag(PrivateParts.Norms)) ||
         (layer == layers.First(l => l.Role == LayerRole.Mixing) && parts.HasFlag(PrivateParts.FirstLayer)) ||
         (layer == layers.Last(l => l.Role == LayerRole.Mixing) && parts.HasFlag(PrivateParts.Classifier)));

    private static Tensor Copy(WorkingModel working, OriginalLevel original, int index)
    {
        // What a finished level has lost keeps the user's numbers: no mask has it on any more.
        var copy = working.Own.Dense(index).clone();
        if (original.Weights != working.Own)
        {
            using var indices = TensorIndices.For(working.Tensors[index], original.Mask.ToSelection(), copy.shape);
            if (indices is null) copy.copy_(original.Weights.Read(index));
            else indices.Write(copy, original.Weights.Read(index));
        }
        // What the user froze stays a plain tensor: no optimizer gets to see it.
        if (!working.Tensors[index].IsBuffer && working.IsTrainable(index)) copy = new Parameter(copy);
        return copy.DetachFromDisposeScope();
    }
}
