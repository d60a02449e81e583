namespace HierKD.Tests;

/// <summary>A file appears whole or not at all.</summary>
public sealed class SafetensorsWriteTests : ScopedTest
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("a"), [("x", ones(2))], NoMetadata);
        var before = System.IO.File.ReadAllBytes(folder.File("a"));
        var disposed = ones(2);
        disposed.Dispose();
        Assert.ThrowsAny<Exception>(() => SafetensorsWriter.Write(folder.File("a"), [("x", zeros(2)), ("y", disposed)], NoMetadata));
        var failure = Assert.Throws<ArgumentException>(
            () => SafetensorsWriter.Write(folder.File("a"), [("x", zeros(2)), ("y", zeros(2, dtype: complex64))], NoMetadata));
        Assert.Contains("ComplexFloat32", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(folder.File("a")));
        Assert.Equal(["a"], folder.Files());
    }

    [Fact]
    public void An_existing_file_is_replaced()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("a"), [("long", ones(500))], NoMetadata);
        SafetensorsWriter.Write(folder.File("a"), [("short", ones(1))], NoMetadata);
        using var file = SafetensorsFile.Open(folder.File("a"));
        Assert.Equal(["short"], file.Entries.Keys);
        Assert.Equal(["a"], folder.Files());
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<DirectoryNotFoundException>(
            () => SafetensorsWriter.Write(Path.Combine(folder.Path, "missing", "a"), [("x", ones(1))], NoMetadata));
        Assert.Empty(folder.Files());
    }
}
