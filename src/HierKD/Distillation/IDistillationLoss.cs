using static TorchSharp.torch;

namespace HierKD;

/// <summary>Measures how far a level is from its teacher.</summary>
public interface IDistillationLoss
{
    /// <summary>
    /// The paths of the modules whose outputs the loss compares, as in the state dictionary (<c>layer3.0.conv2</c>); asked for once, when a
    /// session begins.
    /// </summary>
    /// <value>
    /// None by default: the loss compares the model's outputs only, and nothing is hooked. A module has to map one tensor to one tensor and
    /// to be called once in a forward pass; see <see cref="DistillationStep.Feature"/>.
    /// </value>
    IReadOnlyCollection<string> Modules => [];

    /// <summary>The loss of a batch.</summary>
    /// <param name="step">What the level and its teacher computed on it.</param>
    /// <returns>A scalar, the mean over the batch.</returns>
    Tensor Compute(DistillationStep step);
}
