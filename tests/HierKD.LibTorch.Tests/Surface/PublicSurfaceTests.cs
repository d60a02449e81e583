namespace HierKD.LibTorch.Tests.Surface;

/// <summary>The engine shows its users what TorchSharp shows them: nothing else, nothing different.</summary>
public sealed class PublicSurfaceTests
{
    private const string Variable = "HIERKD_API_LISTINGS";

    private static string EnginePath => typeof(Tensor).Assembly.Location;

    [SkippableTheory]
    [InlineData("0.105.2.txt")]
    [InlineData("0.106.0.txt")]
    public void The_engine_has_only_what_TorchSharp_has(string listing)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(folder), $"{Variable} does not name the folder with the listings of TorchSharp's API");
        Skip.If(Path.GetFileNameWithoutExtension(EnginePath) != "HierKD.LibTorch", "the engine is TorchSharp itself");
        var known = File.ReadLines(Path.Combine(folder!, listing)).Select(ApiEntry.Parse).ToDictionary(e => e.Identity);

        var differences = Differences(known);

        Assert.True(differences.Count == 0, $"{differences.Count} differences from TorchSharp {listing}:\n{string.Join('\n', differences)}");
    }

    [Fact]
    public void The_surface_is_read_in_full()
    {
        using var surface = new AssemblySurface(EnginePath);
        var entries = surface.Entries().ToDictionary(e => e.Key, e => e.Details);
        Assert.Equal("public (input)", entries["M TorchSharp.torch+nn+Module`2::call(!0) : !1"]);
        Assert.Equal("public const = 1", entries["F TorchSharp.torch+nn+Reduction::Mean : TorchSharp.torch+nn+Reduction"]);
        Assert.Equal("public static", entries["P TorchSharp.torch+Tensor::TotalCount : long { get; }"]);
        Assert.Equal("public sealed class", entries["T TorchSharp.DisposeScope : System.Object, System.IDisposable"]);
        Assert.Equal(
            "public <T1 : System.IDisposable, T2 : System.IDisposable>(first, second) -> {first,second}",
            entries["M TorchSharp.DisposeScope::Detach``2(!!0,!!1) : System.ValueTuple`2<!!0,!!1>"]);
        Assert.Equal(
            "public static (x, size = null/default, scale_factor = null/default, mode = 0, align_corners = null/default, recompute_scale_factor = false, antialias = false)",
            entries.Single(e => e.Key.StartsWith("M TorchSharp.torch+nn+functional::interpolate(", StringComparison.Ordinal)).Value);
    }

    private static List<string> Differences(Dictionary<string, ApiEntry> known)
    {
        var differences = new List<string>();
        using var surface = new AssemblySurface(EnginePath);
        foreach (var entry in surface.Entries())
        {
            if (!known.TryGetValue(entry.Identity, out var theirs))
            {
                differences.Add($"not in the listing: {entry.Key}");
                continue;
            }
            if (entry.Details != theirs.Details)
            {
                differences.Add($"{entry.Identity}: {entry.Details}, but TorchSharp has: {theirs.Details}");
            }
            // An interface that the engine leaves out is missed at compile time; one too many would hide such an error.
            if (entry.IsType && (BaseType(entry) != BaseType(theirs) || entry.Ancestry.Except(theirs.Ancestry).Any(a => a != "-")))
            {
                differences.Add($"{entry.Key}, but TorchSharp has: {theirs.Key}");
            }
        }
        return differences;
    }

    private static string BaseType(ApiEntry type) => type.Details.Contains("interface", StringComparison.Ordinal) ? "" : type.Ancestry[0];
}
