using static TorchSharp.torch;

namespace HierKD;

/// <summary>Values for every tensor of a model, and where their gradients go: what one level computes with.</summary>
internal interface IModelWeights
{
    /// <summary>The channels that the layers have while these values are loaded.</summary>
    ModelSelection Shape { get; }

    /// <summary>The channels that are on: those of <see cref="Shape"/>, or fewer where some are loaded and masked.</summary>
    ModelSelection Kept => Shape;

    /// <summary>
    /// The value to compute with for tensor <paramref name="index"/>. The caller disposes it if it is not <see cref="Dense"/>'s own object.
    /// </summary>
    Tensor Read(int index);

    /// <summary>The tensor that the values of tensor <paramref name="index"/> are kept in; the owner disposes it.</summary>
    Tensor Dense(int index);

    /// <summary>Adds the gradient of the value read to the gradient of <see cref="Dense"/>.</summary>
    void AddGradient(int index, Tensor gradient);

    /// <summary>Takes a buffer that a forward pass changed back.</summary>
    void WriteBuffer(int index, Tensor value);

    /// <summary>Changes what layers compute beyond their values, while these are loaded.</summary>
    /// <returns>Undoes it; <see langword="null"/> if there is nothing to undo.</returns>
    Action? Hook(IReadOnlyList<PrunableLayer> layers) => null;
}
