using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A loss of three inputs.</summary>
public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    public Loss(nn.Reduction reduction = nn.Reduction.Mean) : base("Loss") => this.reduction = reduction;

    /// <summary>How the losses of the elements become one.</summary>
    public nn.Reduction reduction { get; }
}
