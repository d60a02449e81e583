using System.Globalization;

namespace HierKD.Reliability.Runs;

/// <summary>What a process is told that runs.</summary>
/// <param name="Folder">Where the checkpoint and the student lie.</param>
/// <param name="Padding">The width of the network's classifier.</param>
/// <param name="Keep">Whether the checkpoint stays until the student is saved.</param>
/// <param name="Waits">Whether it waits to be told to save, and tries as often as it is told.</param>
internal sealed record RunWorkSettings(string Folder, int Padding, bool Keep, bool Waits)
{
    /// <summary>The name of the checkpoint.</summary>
    public const string CheckpointName = "run.checkpoint";

    /// <summary>The name of the student's file.</summary>
    public const string StudentName = "student.hierkd";

    public string Checkpoint => Path.Combine(Folder, CheckpointName);

    public string Student => Path.Combine(Folder, StudentName);

    /// <summary>The command line of the process.</summary>
    public IEnumerable<string> Arguments =>
    [
        "work", "run", "--folder", Folder, "--padding", Padding.ToString(CultureInfo.InvariantCulture), .. Keep ? ["--keep"] : (string[])[],
        .. Waits ? ["--waits"] : (string[])[],
    ];
}
