namespace HierKD.OnnxSurvey.Latency;

/// <summary>What the command line says of latencies.</summary>
/// <param name="Only">The networks to time; all if empty.</param>
/// <param name="Rounds">How often each has its turn.</param>
/// <param name="Seconds">About how long a turn takes.</param>
/// <param name="Seed">Seed of weights, inputs and of what is pruned.</param>
/// <param name="Results">The file of the results.</param>
internal sealed record LatencySettings(IReadOnlyList<string> Only, int Rounds, double Seconds, int Seed, string Results)
{
    /// <summary>The folder whose results the documentation shows.</summary>
    private static readonly string PublishedResults = Path.Combine("docs", "results");

    /// <summary>What is measured with if nothing is said.</summary>
    public static (int Rounds, double Seconds) Standard => (Rounds: 9, Seconds: 1);

    /// <summary>Refuses to let results that are for trying only into the documentation.</summary>
    public void RequireOwnResults()
    {
        var isReduced = Rounds < Standard.Rounds || Seconds < Standard.Seconds;
        if (isReduced && string
            .Equals(Path.GetDirectoryName(Path.GetFullPath(Results)), Path.GetFullPath(PublishedResults), StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Fewer than {Standard.Rounds} rounds, or turns of less than {Standard.Seconds} s, are for trying, {PublishedResults} is " +
                "for results: give a file elsewhere by --results.");
        }
    }
}
