using System.IO.Compression;

namespace HierKD.Reliability.Mutations;

/// <summary>Damages a file of PyTorch's: the archive's bytes, or the pickle within a whole archive.</summary>
/// <param name="pickle">The valid pickle.</param>
/// <param name="archive">Makes an archive of a pickle.</param>
internal sealed class PyTorchMutator(byte[] pickle, Func<byte[], CompressionLevel, byte[]> archive) : IMutator
{
    private readonly byte[] _stored = archive(pickle, CompressionLevel.NoCompression);
    private readonly byte[] _compressed = archive(pickle, CompressionLevel.Optimal);

    public Mutation Make(Random random)
    {
        var compressed = random.Next(2) == 0;
        if (random.Next(2) == 0)
        {
            var (bytes, what) = Damage(compressed ? _compressed : _stored, random);
            return new Mutation(bytes, false, $"archive: {what}");
        }
        var (damaged, said) = Damage(pickle, random);
        return new Mutation(
            archive(damaged, compressed ? CompressionLevel.Fastest : CompressionLevel.NoCompression), false, $"pickle: {said}");
    }

    private static (byte[] Bytes, string What) Damage(byte[] bytes, Random random)
    {
        (bytes, var what) = ByteDamage.Apply(bytes, random);
        if (random.Next(3) > 0) return (bytes, what);
        (bytes, var more) = ByteDamage.Apply(bytes, random);
        return (bytes, $"{what}; {more}");
    }
}
