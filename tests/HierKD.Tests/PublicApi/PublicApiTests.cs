using PublicApiGenerator;

namespace HierKD.Tests.PublicApi;

/// <summary>
/// What HierKD offers is a reviewed text: a change of it is seen in review, and decides over the next version's number. To accept a change, copy the received file over the approved one, or run the test with HIERKD_APPROVE=1.
/// </summary>
public sealed class PublicApiTests
{
    private const string Approved = "HierKD.approved.txt";
    private const string Received = "HierKD.received.txt";

    [Fact]
    public void What_the_library_offers_is_what_was_approved()
    {
        var offered = typeof(HierarchicalPruner).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n");
        Assert.Contains("public static class HierarchicalPruner", offered, StringComparison.Ordinal);
        var approved = Path.Combine(Folder(), Approved);
        var received = Path.Combine(Folder(), Received);
        if (Environment.GetEnvironmentVariable("HIERKD_APPROVE") == "1") File.WriteAllText(approved, offered);
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (expected == offered)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, offered);
        var (before, after) = (expected.Split('\n'), offered.Split('\n'));
        Assert.Fail($"""
            HierKD.dll offers something else than {Approved} says:
            {string.Join(Environment.NewLine, after.Except(before).Select(l => "+ " + l.Trim()).Concat(before.Except(after).Select(l => "- " + l.Trim())))}
            To accept this, copy {Received} over it, or run this test with HIERKD_APPROVE=1.
            """);
    }

    // The path that the compiler knows is mapped away in a deterministic build, so look upwards from where the test runs.
    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HierKD.sln"))) return Path.Combine(folder.FullName, "tests", "HierKD.Tests", "PublicApi");
        }
        throw new DirectoryNotFoundException($"no HierKD.sln above {AppContext.BaseDirectory}");
    }
}
