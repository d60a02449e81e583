namespace HierKD;

/// <summary>Which parts of the network each level has for itself; every other weight is shared by all levels.</summary>
[Flags]
public enum PrivateParts
{
    /// <summary>Every parameter is shared. Buffers, the running statistics among them, are private even so.</summary>
    None = 0,

    /// <summary>The normalisation layers: levels of different width see different statistics.</summary>
    Norms = 1,

    /// <summary>The first convolution or linear layer.</summary>
    FirstLayer = 2,

    /// <summary>The last convolution or linear layer, whose outputs are the model's.</summary>
    Classifier = 4,

    /// <summary>Norms, first layer and classifier, as in Miles and Mikolajczyk (BMVC 2020).</summary>
    All = Norms | FirstLayer | Classifier,
}
