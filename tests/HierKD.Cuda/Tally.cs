namespace HierKD.Cuda;

/// <summary>Counts what passed and what failed.</summary>
internal sealed class Tally
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Does something, and says what it was when it fails.</summary>
    /// <param name="what">What it is called.</param>
    /// <param name="attempt">Does it; false if there was nothing to do.</param>
    public void Count(string what, Func<bool> attempt)
    {
        try
        {
            if (attempt()) Passed++;
        }
#pragma warning disable CA1031 // Whatever one part does, the others are to run.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failed++;
            Console.WriteLine($"{what}: FAILED: {failure}");
        }
    }

    /// <summary>Counts what others have counted.</summary>
    public void Add(int passed, int failed) => (Passed, Failed) = (Passed + passed, Failed + failed);
}
