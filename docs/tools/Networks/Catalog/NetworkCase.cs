namespace HierKD.Networks;

/// <summary>A network to look at, in one form and for one size of input.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Create">Makes it.</param>
/// <param name="Inputs">The shapes of one sample's inputs, batch included, unless <paramref name="Sample"/> makes them.</param>
internal sealed record NetworkCase(string Name, Func<nn.Module> Create, params long[][] Inputs)
{
    /// <summary>The file of Reference/Data that has its multiply-adds by layer for inputs of this size.</summary>
    public string? Reference { get; init; }

    /// <summary>What torchvision states in its weights' metadata, in billions of multiply-adds for this size.</summary>
    public double? PublishedGiga { get; init; }

    /// <summary>Why that differs from what is counted here.</summary>
    public string? WhyPublishedDiffers { get; init; }

    /// <summary>Whether inputs are indices below this number.</summary>
    public int? Tokens { get; init; }

    /// <summary>Whether discovery has to refuse it.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether it takes so long that only --only looks at it.</summary>
    public bool IsSlow { get; init; }

    /// <summary>The network's outputs; its one output if it is an ordinary module.</summary>
    public Func<nn.Module, Tensor[], Tensor[]> Call { get; init; } =
        (model, inputs) => [((nn.Module<Tensor, Tensor>)model).call(inputs[0])];

    /// <summary>Whether it takes more than one input, so that discovery gets a delegate.</summary>
    public bool IsDelegate => Inputs.Length > 1;

    /// <summary>Inputs, the same for a seed: as many samples as asked, one behind the other along the first axis.</summary>
    public Tensor[] MakeInputs(int seed, int samples)
    {
        using var generator = new Generator((ulong)seed);
        return [.. Inputs.Select(one =>
        {
            long[] shape = [samples * one[0], .. one[1..]];
            return Tokens is { } tokens
                ? randint(tokens, shape, ScalarType.Int64, generator: generator)
                : randn(shape, generator: generator);
        })];
    }
}
