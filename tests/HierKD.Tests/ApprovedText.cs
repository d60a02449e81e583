namespace HierKD.Tests;

/// <summary>
/// Lines that are reviewed before they change. To accept a change, copy the received file over the approved one, or run the test with
/// HIERKD_APPROVE=1.
/// </summary>
internal static class ApprovedText
{
    /// <param name="folder">The folder of the test project that holds the approved file.</param>
    /// <param name="name">The file's name without its end.</param>
    /// <param name="lines">What there is.</param>
    /// <param name="what">What a difference means, in words.</param>
    public static void Require(string folder, string name, IReadOnlyList<string> lines, string what)
    {
        var approved = RepositoryFolder.Find("tests", "HierKD.Tests", folder, $"{name}.approved.txt");
        var received = Path.ChangeExtension(Path.ChangeExtension(approved, null), "received.txt");
        if (Environment.GetEnvironmentVariable("HIERKD_APPROVE") == "1") File.WriteAllLines(approved, lines);

        var expected = File.Exists(approved) ? File.ReadAllLines(approved) : [];
        if (expected.SequenceEqual(lines))
        {
            File.Delete(received);
            return;
        }
        File.WriteAllLines(received, lines);
        var difference =
            lines.Except(expected).Select(line => "+ " + line.Trim()).Concat(expected.Except(lines).Select(line => "- " + line.Trim()));
        Assert.Fail($"""
            {what} than {Path.GetFileName(approved)} says:
            {string.Join(Environment.NewLine, difference)}
            To accept this, copy {Path.GetFileName(received)} over it, or run this test with HIERKD_APPROVE=1.
            """);
    }
}
