namespace HierKD.Networks;

/// <summary>What the command line says.</summary>
/// <param name="Only">The networks to look at; all if empty.</param>
/// <param name="Threads">Threads of torch.</param>
/// <param name="Seed">Seed of weights, inputs and masks.</param>
/// <param name="Output">The .json file to write, with a page beside it; nothing is written if <see langword="null"/>.</param>
internal sealed record Settings(IReadOnlyList<string> Only, int Threads, int Seed, string? Output)
{
    /// <summary>The arguments that repeat this run.</summary>
    public string Arguments =>
        $"--threads {Threads} --seed {Seed}{(Only.Count == 0 ? "" : " --only")}{string.Concat(Only.Select(o => $" \"{o}\""))}";
}
