using System.Buffers.Binary;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Whether the processes hold the same values, bit for bit.</summary>
internal sealed class Digest
{
    private readonly List<(string Name, long Hash)> _parts = [];

    public void Add(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Add(name, tensor.detach().cpu().contiguous().bytes);
    }

    public void Add(string name, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        _parts.Add((name, BinaryPrimitives.ReadInt64LittleEndian(hash)));
    }

    /// <exception cref="ProcessGroupException">They do not; in every process alike.</exception>
    public void Require(Ranks ranks, string when)
    {
        // The smallest is the largest of what is turned round.
        var seen = ranks.Largest([.. _parts.Select(p => p.Hash), .. _parts.Select(p => ~p.Hash)], $"the digest {when}");
        var other = _parts.Where((_, i) => seen[i] != ~seen[_parts.Count + i]).Select(p => p.Name).ToArray();
        if (other.Length == 0) return;
        throw new ProcessGroupException(
            $"The processes differ {when}, in {string.Join(", ", other.Take(5))}" +
            $"{(other.Length > 5 ? $" and {other.Length - 5} more" : "")}. " +
            "They must compute alike: the same options, the same kind of device, and nothing that one of them does alone.");
    }
}
