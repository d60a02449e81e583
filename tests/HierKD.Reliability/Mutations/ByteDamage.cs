namespace HierKD.Reliability.Mutations;

/// <summary>Damage that knows nothing of a file's form.</summary>
internal static class ByteDamage
{
    private const int LongestRange = 64;

    private static readonly long[] Extremes =
    [
        0, 1, -1, 127, 128, 255, 256, 32767, 65535, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 31,
        1L << 40,
    ];

    private static readonly (string Name, Func<byte[], Random, byte[]> Apply)[] All =
    [
        ("bits flipped", FlipBits), ("bytes overwritten", Overwrite), ("two ranges swapped", Swap), ("a number overwritten", Number),
        ("a range zeroed", Zero), ("cut at the end", CutEnd), ("bytes inserted", Insert), ("a range duplicated", Duplicate),
        ("a range deleted", Delete),
    ];

    /// <summary>How many of them, the first ones, keep the length.</summary>
    private const int KeepingLength = 5;

    /// <summary>Applies one sort of damage.</summary>
    /// <param name="bytes">What is damaged; a copy is returned.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="keepsLength">Whether there must be as many bytes afterwards.</param>
    public static (byte[] Bytes, string What) Apply(byte[] bytes, Random random, bool keepsLength = false)
    {
        var (name, apply) = All[random.Next(keepsLength ? KeepingLength : All.Length)];
        return (bytes.Length == 0 ? bytes : apply(bytes, random), name);
    }

    private static byte[] FlipBits(byte[] bytes, Random random)
    {
        var changed = bytes.ToArray();
        for (var left = random.Next(1, 9); left > 0; left--) changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private static byte[] Overwrite(byte[] bytes, Random random)
    {
        var changed = bytes.ToArray();
        random.NextBytes(changed.AsSpan(Range(bytes, random)));
        return changed;
    }

    private static byte[] CutEnd(byte[] bytes, Random random) => bytes[..random.Next(bytes.Length)];

    private static byte[] Insert(byte[] bytes, Random random)
    {
        var inserted = new byte[random.Next(1, LongestRange)];
        random.NextBytes(inserted);
        var at = random.Next(bytes.Length + 1);
        return [.. bytes.AsSpan(0, at), .. inserted, .. bytes.AsSpan(at)];
    }

    private static byte[] Duplicate(byte[] bytes, Random random)
    {
        var (range, at) = (Range(bytes, random), random.Next(bytes.Length + 1));
        return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(range), .. bytes.AsSpan(at)];
    }

    private static byte[] Delete(byte[] bytes, Random random)
    {
        var range = Range(bytes, random);
        return [.. bytes.AsSpan(0, range.Start.Value), .. bytes.AsSpan(range.End.Value)];
    }

    private static byte[] Swap(byte[] bytes, Random random)
    {
        var changed = bytes.ToArray();
        var length = random.Next(1, Math.Min(LongestRange, bytes.Length) + 1);
        var (one, other) = (random.Next(bytes.Length - length + 1), random.Next(bytes.Length - length + 1));
        bytes.AsSpan(one, length).CopyTo(changed.AsSpan(other));
        bytes.AsSpan(other, length).CopyTo(changed.AsSpan(one));
        return changed;
    }

    private static byte[] Number(byte[] bytes, Random random)
    {
        var changed = bytes.ToArray();
        var size = Math.Min(1 << random.Next(4), bytes.Length);
        var number = BitConverter.GetBytes(Extremes[random.Next(Extremes.Length)]);
        number.AsSpan(0, size).CopyTo(changed.AsSpan(random.Next(bytes.Length - size + 1)));
        return changed;
    }

    private static byte[] Zero(byte[] bytes, Random random)
    {
        var changed = bytes.ToArray();
        changed.AsSpan(Range(bytes, random)).Clear();
        return changed;
    }

    /// <summary>A short range, and now and then a long one.</summary>
    private static Range Range(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length);
        var longest = Math.Min(random.Next(8) == 0 ? bytes.Length : LongestRange, bytes.Length - start);
        return start..(start + random.Next(1, longest + 1));
    }
}
