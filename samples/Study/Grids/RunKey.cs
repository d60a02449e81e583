namespace Study.Grids;

/// <summary>
/// What tells a run from every other: a cell's key without the name of its arm, since the digest of what the run is told says more.
/// </summary>
internal static class RunKey
{
    public static string Of(string key, string arm) => key.Replace($"/{arm}/", "/", StringComparison.Ordinal);
}
