namespace HierKD;

/// <summary>How samples fall into batches of one size, the last of which may be smaller or left out.</summary>
internal static class BatchSizes
{
    public static int Count(int samples, int batchSize, bool dropLast) =>
        (int)((samples + (dropLast ? 0L : batchSize - 1L)) / batchSize);

    public static int Smallest(int samples, int batchSize, bool dropLast) =>
        samples < batchSize ? samples : dropLast || samples % batchSize == 0 ? batchSize : samples % batchSize;

    /// <exception cref="ArgumentException">Nothing would be left.</exception>
    public static void RequireAny(int samples, int batchSize, bool dropLast)
    {
        if (dropLast && samples < batchSize)
        {
            throw new ArgumentException(
                $"There are {samples} samples, fewer than batchSize, which is {batchSize}: with dropLast there is no batch.",
                nameof(dropLast));
        }
    }
}
