using HierKD.Tests.Samples;

namespace HierKD.Tests.Docs;

/// <summary>Every <c>dotnet</c> command on a page names a project that exists and options that it takes.</summary>
public sealed class CommandTests
{
    [SkippableFact]
    public void Every_command_on_a_page_is_one_that_works()
    {
        Skip.If(ProgramCommandLine.Lacks is not null, ProgramCommandLine.Lacks);
        // The history tells of commands that are gone.
        var commands = MarkdownPages.All().Where(page => page.Path != "CHANGELOG.md")
            .SelectMany(page => DotnetCommand.On(page).Select(command => (page.Path, Command: command))).ToList();
        Assert.True(commands.Count > 40, $"only {commands.Count} commands");
        var faults = commands.Where(c => c.Command.Fault() is not null).Select(c => $"{c.Path}: {c.Command.Text}: {c.Command.Fault()}");
        Assert.True(!faults.Any(), string.Join('\n', faults));
    }

    [SkippableTheory]
    [InlineData("dotnet run --project samples/Nowhere -c Release", "no project")]
    [InlineData("dotnet run --project samples/Study", "-c Release")]
    [InlineData("dotnet run --project samples/Study -c Release -- --grit quick", "--grit")]
    [InlineData("dotnet run --project samples/Study -c Release -- --grid quickest", "quickest")]
    [InlineData("dotnet run --project samples/Recipes -c Release -- vgg17 --smoke", "vgg17")]
    [InlineData("dotnet run --project docs/tools/ApiReference -c Release", "-f net10.0")]
    [InlineData("dotnet test tests/Nowhere -c Release", "no project")]
    [InlineData("dotnet test -c Release -p:TorchSharpVersio=0.106.0", "TorchSharpVersio")]
    public void One_that_does_not_is_found(string command, string says)
    {
        Skip.If(ProgramCommandLine.Lacks is not null, ProgramCommandLine.Lacks);
        var page = new MarkdownPage("made-up.md", $"Write `{command}`:\n\n```sh\n{command}\n```\n");
        var found = DotnetCommand.On(page).ToList();
        Assert.Equal(2, found.Count);
        Assert.All(found, c => Assert.Contains(says, c.Fault(), StringComparison.Ordinal));
    }
}
