namespace HierKD;

/// <summary>How the scores of different layers are made comparable before one threshold is laid over all of them.</summary>
/// <remarks>
/// No choice changes the order of filters within a layer; each changes the order between layers, and with it how much every layer loses.
/// Only the filters that may be on in the level count as the layer's.
/// </remarks>
public enum ScoreNormalization
{
    /// <summary>Divided by the layer's mean absolute score, so that every layer's average filter weighs the same. The default.</summary>
    Mean,

    /// <summary>Divided by the Euclidean norm of the layer's scores; starves wide layers.</summary>
    L2,

    /// <summary>As they are, as published; layers whose gradients are small are then removed almost wholly.</summary>
    None,

    /// <summary>Divided by the layer's largest absolute score; a layer with one outstanding filter loses most of the others.</summary>
    Max,

    /// <summary>
    /// The layer's mean subtracted, divided by its standard deviation (that of all its filters, not of a sample): zero mean, unit
    /// deviation; 0 where all are equal. How far the layer's scores lie from zero no longer counts: a layer whose filters are all needed
    /// loses as much as one whose filters are all superfluous.
    /// </summary>
    Standardized,

    /// <summary>
    /// The rank within the layer divided by the layer's filters, in (0, 1]; equal scores share the mean of their ranks. Every layer then
    /// loses about the same fraction, as with <see cref="Pruner.PerLayer"/>.
    /// </summary>
    Rank,
}
