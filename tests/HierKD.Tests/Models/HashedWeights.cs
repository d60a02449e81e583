namespace HierKD.Tests;

/// <summary>Fills a network's state and its input with the numbers that Reference/make_reference.py fills them with, bit for bit.</summary>
internal static class HashedWeights
{
    private const int Chunk = 1 << 20;

    /// <summary>Turns a network into float64 and fills its state.</summary>
    public static void Fill(nn.Module module)
    {
        module.to(ScalarType.Float64);
        var state = module.state_dict();
        var index = 0;
        foreach (var key in state.Keys.Order(StringComparer.Ordinal))
        {
            index++;
            if (!state[key].is_floating_point()) continue;
            var (low, high) = Bounds(key, state[key].shape);
            Fill(state[key], index, low, high);
        }
    }

    /// <summary>An input for a network.</summary>
    public static Tensor Sample(long[] shape)
    {
        var input = empty(shape, ScalarType.Float64);
        Fill(input, 0, -1, 1);
        return input;
    }

    private static (double Low, double High) Bounds(string key, long[] shape)
    {
        if (shape.Length > 1)
        {
            var bound = 2 / Math.Sqrt(shape[1..].Aggregate(1L, (a, b) => a * b));
            return (-bound, bound);
        }
        return key.EndsWith("running_var", StringComparison.Ordinal) || key.EndsWith("weight", StringComparison.Ordinal)
            ? (0.75, 1.25)
            : (-0.125, 0.125);
    }

    private static void Fill(Tensor tensor, int index, double low, double high)
    {
        using var quiet = no_grad();
        using var outer = NewDisposeScope();
        var flat = tensor.view(-1);
        for (long start = 0; start < flat.numel(); start += Chunk)
        {
            using var inner = NewDisposeScope();
            var values = new double[Math.Min(Chunk, flat.numel() - start)];
            for (var i = 0; i < values.Length; i++) values[i] = (Hashed(index, start + i) * (high - low)) + low;
            flat.narrow(0, start, values.Length).copy_(torch.tensor(values));
        }
    }

    // The finaliser of SplitMix64, as a number in [0, 1) with 53 bits.
    private static double Hashed(int index, long element)
    {
        unchecked
        {
            var z = ((ulong)index << 32) + (ulong)element + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            return (z >> 11) * (1.0 / (1L << 53));
        }
    }
}
