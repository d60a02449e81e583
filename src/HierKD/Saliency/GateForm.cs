namespace HierKD;

/// <summary>From which gradients the gradient of a filter's gate is read off.</summary>
public enum GateForm
{
    /// <summary>
    /// From the weights that read the filter, <c>sum(W * dW)</c> over its column in every consumer: the gate at the consumers' inputs,
    /// right for every network, and for filters that are off in <see cref="LevelExecution.Masked"/> execution. The default.
    /// </summary>
    Consumers,

    /// <summary>
    /// From the normalisations that the filter passes, <c>gamma * dgamma + beta * dbeta</c>, as in Miles and Mikolajczyk (BMVC 2020):
    /// cheaper, and equal to the other form where only functions that scale with their input (ReLU, pooling, addition) lie between each
    /// filter's normalisation and its consumers. Refused for networks with other groups: see <see cref="FilterGroup.HasNormForm"/>.
    /// </summary>
    Norms,
}
