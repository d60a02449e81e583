namespace HierKD.Tests;

/// <summary>A folder with small files in CIFAR-10's layout; the pixels are noise, so that no two images are alike.</summary>
internal sealed class CifarFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(5);

    public string Path => _folder.Path;

    /// <summary>Writes a file of that many images and returns its bytes; the label of image i is i modulo 10.</summary>
    public byte[] Write(string name, int images)
    {
        var bytes = new byte[images * 3073];
        _random.NextBytes(bytes);
        for (var i = 0; i < images; i++) bytes[i * 3073] = (byte)(i % 10);
        File.WriteAllBytes(_folder.File(name), bytes);
        return bytes;
    }

    public void Dispose() => _folder.Dispose();
}
