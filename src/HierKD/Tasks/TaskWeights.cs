using static TorchSharp.torch;

namespace HierKD;

/// <summary>Weights of classes or labels; none if all count alike.</summary>
internal sealed class TaskWeights
{
    private readonly double[]? _weights;

    private readonly bool _isOneForAll;

    private TaskWeights(double[]? weights, bool isOneForAll = false) => (_weights, _isOneForAll) = (weights, isOneForAll);

    /// <summary>How many there are; <see langword="null"/> if there are none, or one for all.</summary>
    public int? Count => _isOneForAll ? null : _weights?.Length;

    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public static TaskWeights Of(IReadOnlyList<double>? weights, string argument)
    {
        if (weights is not null && (weights.Count == 0 || !weights.All(w => w >= 0 && double.IsFinite(w)) || weights.All(w => w == 0)))
        {
            throw Bad(argument, weights, "finite numbers of 0 or more, not all of them 0");
        }
        return new TaskWeights(weights?.ToArray());
    }

    /// <exception cref="ArgumentException">A weight is not positive and finite.</exception>
    public static TaskWeights Positive(IReadOnlyList<double>? weights, string argument, bool isOneForAll)
    {
        if (weights is not null && (weights.Count == 0 || !weights.All(w => w > 0 && double.IsFinite(w))))
        {
            throw Bad(argument, weights, "positive and finite");
        }
        return new TaskWeights(weights?.ToArray(), isOneForAll);
    }

    /// <summary>The weights beside an output, in its type; <see langword="null"/> if there are none.</summary>
    public Tensor? On(Tensor output) => _weights is null ? null : tensor(_weights, dtype: output.dtype, device: output.device);

    /// <summary>The numbers; nothing where all count alike.</summary>
    public override string ToString() => _weights is null || _weights.All(w => w == 1)
        ? ""
        : $"[{string.Join(", ", _weights.Select(w => FormattableString.Invariant($"{w}")))}]";

    private static ArgumentException Bad(string argument, IReadOnlyList<double> weights, string right)
    {
        var texts = weights.Select(w => FormattableString.Invariant($"{w}"));
        return new($"{argument} is [{string.Join(", ", texts)}]; it must be {right}.", argument);
    }
}
