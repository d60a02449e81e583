using HierKD.Samples;

namespace HierKD.Tests.Samples;

/// <summary>The reader of Fashion-MNIST's files that the samples share.</summary>
public sealed class IdxFileTests
{
    [Fact]
    public void What_is_written_is_read_compressed_or_not()
    {
        using var folder = new TemporaryFolder();
        new IdxFile([2, 3], [1, 2, 3, 4, 5, 6]).WriteCompressed(Path.Combine(folder.Path, "a.gz"));
        File.WriteAllBytes(Path.Combine(folder.Path, "b"), [0, 0, 8, 1, 0, 0, 0, 2, 7, 9]);
        var (a, b) = (IdxFile.Read(folder.Path, "a"), IdxFile.Read(folder.Path, "b"));
        Assert.Equal([2, 3], a.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], a.Values);
        Assert.Equal([2], b.Shape);
        Assert.Equal([7, 9], b.Values);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 7 })]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 1, 7 })]
    [InlineData(new byte[] { })]
    public void A_file_that_is_not_whole_or_not_of_bytes_is_refused(byte[] content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a"), content);
        var failure = Assert.Throws<InvalidDataException>(() => IdxFile.Read(folder.Path, "a"));
        Assert.Contains("is not a whole IDX file of bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "neither train nor train.gz", Assert.Throws<FileNotFoundException>(() => IdxFile.Read(folder.Path, "train")).Message,
            StringComparison.Ordinal);
    }
}
