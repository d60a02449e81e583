using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What must not be attended to: keys of a sample <c>[N, S]</c>, and pairs of positions <c>[L, S]</c> or <c>[N * heads, L, S]</c>.</summary>
internal readonly record struct AttentionMasks(Tensor? Keys, Tensor? Pairs)
{
    /// <summary>Refuses what libtorch's own layer refuses: masks that would only broadcast to the scores, and whole numbers.</summary>
    internal AttentionMasks Checked(long heads, long length, long keys, long batch)
    {
        if (Keys is not null && !Keys.shape.SequenceEqual([batch, keys]))
        {
            throw new ArgumentException($"The mask of keys is [{string.Join(", ", Keys.shape)}], not [{batch}, {keys}].");
        }

        if (Pairs is null)
        {
            return this;
        }

        if (!IsFlag(Pairs) && !Pairs.is_floating_point())
        {
            throw new ArgumentException($"A mask of type {Pairs.dtype} is neither flags nor numbers to add.");
        }

        return Pairs.shape.SequenceEqual([length, keys]) || Pairs.shape.SequenceEqual([batch * heads, length, keys])
            ? this
            : throw new ArgumentException(
                $"The mask of pairs is [{string.Join(", ", Pairs.shape)}], neither [{length}, {keys}] nor [{batch * heads}, {length}, {keys}].");
    }

    /// <summary>The masks for a key more than they know of, which everything may attend to.</summary>
    internal AttentionMasks WithOneMoreKey() => new(Extended(Keys), Extended(Pairs));

    /// <summary>The scores <c>[N * heads, L, S]</c> with minus infinity, or the mask's numbers added, where the masks say so.</summary>
    internal Tensor Apply(Tensor scores, long heads)
    {
        if (Pairs is not null)
        {
            scores = IsFlag(Pairs) ? scores.masked_fill(Pairs.to(ScalarType.Bool), double.NegativeInfinity) : scores + Pairs;
        }

        if (Keys is null)
        {
            return scores;
        }

        var (rows, length, keys) = (scores.shape[0], scores.shape[1], scores.shape[2]);
        return scores.view(rows / heads, heads, length, keys)
            .masked_fill(Keys.to(ScalarType.Bool).unsqueeze(1).unsqueeze(2), double.NegativeInfinity)
            .view(rows, length, keys);
    }

    private static bool IsFlag(Tensor mask) => mask.dtype is ScalarType.Bool or ScalarType.Byte;

    private static Tensor? Extended(Tensor? mask) => mask is null ? null : nn.functional.pad(mask, [0, 1]);
}
