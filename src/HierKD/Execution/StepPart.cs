namespace HierKD;

/// <summary>What the time of a step goes to.</summary>
internal enum StepPart
{
    /// <summary>Passes of levels forward.</summary>
    Forward,

    /// <summary>Losses of the task and of distillation.</summary>
    Losses,

    /// <summary>Passes of levels backward.</summary>
    Backward,

    /// <summary>Answers of teachers.</summary>
    Teachers,

    /// <summary>Loading levels' weights into the model, gathered, and the user's own afterwards.</summary>
    Weights,

    /// <summary>Adding levels' gradients to those of the shared weights, and taking running statistics back.</summary>
    Gradients,

    /// <summary>Scores of filters.</summary>
    Scores,

    /// <summary>Whether all values are finite.</summary>
    Checks,
}
