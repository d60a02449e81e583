using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A loss of two inputs whose classes or elements count differently.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) => this.weight = weight;

    /// <summary>How much each class or element counts.</summary>
    public Tensor? weight { get; }
}
