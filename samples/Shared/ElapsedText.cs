using System.Diagnostics;

namespace HierKD.Samples;

/// <summary>How long something has taken, for people.</summary>
internal static class ElapsedText
{
    /// <summary>Minutes and seconds, however many minutes.</summary>
    public static string Minutes(this Stopwatch watch) => $"{(int)watch.Elapsed.TotalMinutes}:{watch.Elapsed:ss}";
}
