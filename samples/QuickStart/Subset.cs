using System.Security.Cryptography;
using HierKD.Samples;

namespace QuickStart;

/// <summary>Makes the data that comes with this sample: of each class the first images, in the order of the full files.</summary>
internal static class Subset
{
    public static void Make(string from, string to, int train, int test)
    {
        Directory.CreateDirectory(to);
        Make(from, to, "train", train);
        Make(from, to, "t10k", test);
        var sums = Directory.GetFiles(to, "*.gz").Order(StringComparer.Ordinal)
            .Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))}  {Path.GetFileName(f)}\n");
        File.WriteAllText(Path.Combine(to, "SHA256SUMS"), string.Concat(sums));
    }

    private static void Make(string from, string to, string part, int count)
    {
        var images = IdxFile.Read(from, $"{part}-images-idx3-ubyte");
        var labels = IdxFile.Read(from, $"{part}-labels-idx1-ubyte");
        var perClass = count / 10;
        var seen = new int[10];
        var chosen = Enumerable.Range(0, labels.Values.Length).Where(i => seen[labels.Values[i]]++ < perClass).ToArray();
        var pixels = images.Shape[1] * images.Shape[2];
        new IdxFile(
            [chosen.Length, .. images.Shape[1..]], chosen.SelectMany(i => images.Values[(i * pixels)..((i + 1) * pixels)]).ToArray())
            .WriteCompressed(Path.Combine(to, $"{part}-images-idx3-ubyte.gz"));
        new IdxFile([chosen.Length], chosen.Select(i => labels.Values[i]).ToArray())
            .WriteCompressed(Path.Combine(to, $"{part}-labels-idx1-ubyte.gz"));
    }
}
