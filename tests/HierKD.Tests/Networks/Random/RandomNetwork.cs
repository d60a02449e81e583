namespace HierKD.Tests;

/// <summary>A network that nobody thought of, and the seed of its weights.</summary>
/// <param name="Genes">Its steps.</param>
/// <param name="Ending">How maps become the output.</param>
/// <param name="Seed">The seed of its weights and masks.</param>
public sealed record RandomNetwork(IReadOnlyList<Gene> Genes, int Ending, int Seed)
{
    internal static Tensor Input(int seed)
    {
        using var generator = new Generator((ulong)seed + 29);
        return randn([2, RandomNet.InputWidth, RandomNet.Extent, RandomNet.Extent], generator: generator).to(float64);
    }

    internal RandomNet Create() => TrainedWeights.Give(new RandomNet(this), Seed);

    /// <summary>The forward as a program, and the genes to make it again.</summary>
    public override string ToString()
    {
        using var net = new RandomNet(this);
        return $"{net.Program}\nnew([{string.Join(", ", Genes.Select(g => $"new({g.Kind}, {g.First}, {g.Second}, {g.Size})"))}], " +
            $"{Ending}, {Seed})";
    }
}
