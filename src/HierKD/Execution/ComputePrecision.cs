namespace HierKD;

/// <summary>In which type a training computes with weights and feature maps.</summary>
public enum ComputePrecision
{
    /// <summary>In the model's own. The default.</summary>
    AsGiven,

    /// <summary>
    /// Convolutions, linear layers and what lies between them in bfloat16, which takes less time and memory on CPUs and GPUs that have
    /// instructions for it; where a module holds tensors of its own or calls <c>matmul</c>, what lies between layers keeps the model's
    /// type.
    /// The weights that are trained, their gradients, running statistics, losses and everything that is measured (validation, report) keep
    /// the model's own type.
    /// </summary>
    BFloat16,

    /// <summary>
    /// Whichever of the two takes less time here: a few training steps are timed in each, and the result is the report's
    /// <see cref="PruningReport.Computation"/>.
    /// </summary>
    Fastest,
}
