using System.Globalization;

namespace HierKD.Reliability.Mutations;

/// <summary>What a process is told that reads damaged files.</summary>
/// <param name="Reader">The reader.</param>
/// <param name="Seed">The seed.</param>
/// <param name="From">The first mutation.</param>
/// <param name="Count">How many.</param>
/// <param name="Place">The file that says at which it is.</param>
internal sealed record MutationWorkSettings(string Reader, int Seed, long From, int Count, string Place)
{
    /// <summary>The command line of the process.</summary>
    public IEnumerable<string> Arguments =>
    [
        "work", "mutate", "--reader", Reader, "--seed", Text(Seed), "--from", Text(From), "--count", Text(Count), "--place", Place,
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
