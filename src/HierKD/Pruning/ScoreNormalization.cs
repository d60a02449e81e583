namespace HierKD;

/// <summary>How the scores of different layers are made comparable before one threshold is laid over all of them.</summary>
public enum ScoreNormalization
{
    /// <summary>Divided by the layer's mean absolute score, so that every layer's average filter weighs the same. The default.</summary>
    Mean,

    /// <summary>Divided by the Euclidean norm of the layer's scores; starves wide layers.</summary>
    L2,

    /// <summary>As they are, as published; layers whose gradients are small are then removed almost wholly.</summary>
    None,
}
