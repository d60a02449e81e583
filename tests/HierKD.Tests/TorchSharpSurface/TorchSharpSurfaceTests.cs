using System.Reflection;

namespace HierKD.Tests.TorchSharpSurface;

/// <summary>
/// The types and members of TorchSharp that HierKD.dll uses are a reviewed list: what is added to it must exist in every supported
/// version and in both engines. To accept a change, copy the received file over the approved one, or run the test with HIERKD_APPROVE=1.
/// </summary>
public class TorchSharpSurfaceTests
{
    private const string Approved = "TorchSharpSurface.approved.txt";
    private const string Received = "TorchSharpSurface.received.txt";

    [Fact]
    public void The_members_of_TorchSharp_that_the_library_uses_are_the_approved_ones()
    {
        var used = UsedMembers.Of(Assembly.Load("HierKD").Location);
        Assert.NotEmpty(used);

        var folder = Folder();
        var approved = Path.Combine(folder, Approved);
        var received = Path.Combine(folder, Received);
        if (Environment.GetEnvironmentVariable("HIERKD_APPROVE") == "1") File.WriteAllLines(approved, used);

        var expected = File.Exists(approved) ? File.ReadAllLines(approved) : [];
        var added = used.Except(expected).Select(key => "+ " + key);
        var removed = expected.Except(used).Select(key => "- " + key);
        var difference = added.Concat(removed).ToList();
        if (difference.Count == 0)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllLines(received, used);
        Assert.Fail($"""
            HierKD.dll uses other members of TorchSharp than {Approved} says:
            {string.Join(Environment.NewLine, difference)}
            To accept this, copy {Received} over it, or run this test with HIERKD_APPROVE=1.
            """);
    }

    [Fact]
    public void The_reader_finds_what_this_assembly_itself_uses()
    {
        var used = UsedMembers.Of(typeof(TorchSharpSurfaceTests).Assembly.Location);

        Assert.NotNull(typeof(TorchSharp.torch.nn.Module).FullName);
        Assert.Contains("T TorchSharp.torch+nn+Module", used);
    }

    // The path that the compiler knows is mapped away in a deterministic build, so look upwards from where the test runs.
    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HierKD.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "HierKD.Tests", "TorchSharpSurface");
            }
        }
        throw new DirectoryNotFoundException($"no HierKD.sln above {AppContext.BaseDirectory}");
    }
}
