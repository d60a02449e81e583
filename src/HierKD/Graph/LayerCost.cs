namespace HierKD;

/// <summary>What one layer costs.</summary>
/// <param name="Layer">The layer's path in the model.</param>
/// <param name="Parameters">The number of its parameters; running statistics are not parameters.</param>
/// <param name="MultiplyAdds">Its multiply-adds for one sample: convolutions and linear layers only, no biases; a multiply-add counts
/// once.</param>
public sealed record LayerCost(string Layer, long Parameters, long MultiplyAdds);
