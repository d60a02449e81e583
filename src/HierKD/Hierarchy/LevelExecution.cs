namespace HierKD;

/// <summary>
/// How a level's forward and backward pass are computed. Both give the same outputs and the same gradients of the weights that are on.
/// </summary>
public enum LevelExecution
{
    /// <summary>
    /// The level's filters are gathered into small tensors: a level costs what its own size costs. The default with nested masks.
    /// </summary>
    Slim,

    /// <summary>
    /// The whole network is computed with removed filters masked: costs as much as the largest level, and filters that are off get gate
    /// gradients too. The default with free masks.
    /// </summary>
    Masked,
}
