using System.Text.Json;

namespace HierKD.Mpi.Tests;

/// <summary>A folder for what the workers write: students, masks and metrics as each process has them.</summary>
internal sealed class Outcomes : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hierkd-mpi-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public Dictionary<string, double[]> Read(string name, int rank) =>
        JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(Path($"{name}.{rank}.json")))!;

    /// <summary>All processes have the same bits.</summary>
    public Dictionary<string, double[]> ReadSame(string name, int processes)
    {
        var texts = Enumerable.Range(0, processes).Select(rank => File.ReadAllText(Path($"{name}.{rank}.json"))).Distinct();
        Assert.Single(texts);
        return Read(name, 0);
    }

    /// <summary>Masks are the same, and weights but for rounding.</summary>
    public static void RequireClose(
        Dictionary<string, double[]> expected, Dictionary<string, double[]> actual, double tolerance, params string[] but)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.Contains(expected.Keys, name => name.StartsWith("mask of", StringComparison.Ordinal));
        foreach (var (name, numbers) in expected.Where(e => !but.Any(b => e.Key.Contains(b, StringComparison.Ordinal))))
        {
            Assert.True(numbers.Length == actual[name].Length, $"{name} has {actual[name].Length} numbers, not {numbers.Length}");
            var isMask = name.StartsWith("mask of", StringComparison.Ordinal);
            var scale = isMask ? 0 : tolerance * numbers.Select(Math.Abs).DefaultIfEmpty().Max();
            Assert.True(numbers.Zip(actual[name]).All(p => Math.Abs(p.First - p.Second) <= scale), name);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
