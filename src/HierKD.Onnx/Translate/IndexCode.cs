namespace HierKD.Onnx;

/// <summary>How TorchSharp tells its native library what stands at each place of an index expression.</summary>
internal static class IndexCode
{
    public const long Null = long.MinValue;
    public const long Ellipsis = long.MinValue + 3;
    public const long None = long.MinValue + 4;
    public const long ByTensor = long.MinValue + 5;
    public const long SliceFromBeginning = long.MinValue + 6;

    /// <summary>Whether it adds an axis of size 1.</summary>
    public static bool IsNewAxis(long code) => code is None or Null;

    /// <summary>Whether it is a truth value.</summary>
    public static bool IsTruth(long code) => code is > Null and < Ellipsis;

    /// <summary>Whether it is a place, which takes its axis away.</summary>
    public static bool IsPlace(long code) => code > long.MinValue / 4;

    /// <summary>Where a slice begins, ends and how far it steps; the end is the largest number where none is given.</summary>
    public static (long Start, long End, long Step) Slice(Operation operation, int place)
    {
        var (code, ends, steps) =
            (operation.Integers("indexStarts")[place], operation.Integers("indexEnds"), operation.Integers("indexSteps"));
        return (
            code == SliceFromBeginning ? 0 : code - long.MinValue / 2,
            ends.Length == 0 || ends[place] == Null ? long.MaxValue : ends[place],
            steps.Length == 0 || steps[place] == Null ? 1 : steps[place]);
    }

    /// <summary>The places of an axis that a slice takes.</summary>
    public static long[] Places((long Start, long End, long Step) slice, long size)
    {
        long Within(long at) => Math.Clamp(at < 0 ? at + size : at, 0, size);
        var (start, end) = (Within(slice.Start), Within(slice.End));
        return [.. Enumerable.Range(0, (int)Math.Max(0, (end - start + slice.Step - 1) / slice.Step)).Select(i => start + i * slice.Step)];
    }
}
