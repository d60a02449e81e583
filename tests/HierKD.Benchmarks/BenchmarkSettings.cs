namespace HierKD.Benchmarks;

/// <summary>What the command line says.</summary>
/// <param name="Names">Which comparisons; all if there is none.</param>
/// <param name="Rounds">How often each side has its turn.</param>
/// <param name="Seconds">About how long a turn takes.</param>
/// <param name="Results">The file of the results.</param>
/// <param name="Device">Where to compute.</param>
/// <param name="Python">The Python that has PyTorch, for the comparisons with it.</param>
/// <param name="TorchPruning">The folder of Torch-Pruning's source, for the comparisons with it.</param>
internal sealed record BenchmarkSettings(
    IReadOnlyList<string> Names, int Rounds, double Seconds, string Results, string Device, string? Python, string? TorchPruning)
{
    /// <summary>What starts the program that measures.</summary>
    public string Program { get; init; } = "dotnet run --project tests/HierKD.Benchmarks -c Release --";

    /// <summary>What measures one comparison again.</summary>
    public string CommandOf(Rows.Benchmark benchmark) =>
        FormattableString.Invariant(
            $"{Program} {benchmark.Name} --rounds {Rounds} --seconds {Seconds}") +
        (Device == "cpu" ? "" : $" --device {Device}") +
        (benchmark.Lacks(this with { TorchPruning = null }) is null ? "" : " --torch-pruning FOLDER");
}
