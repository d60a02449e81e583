using HierKD.Reliability.Runs;

namespace HierKD.Reliability.Disks;

/// <summary>Looks at what stands under the final names while others write: it must be whole at any time.</summary>
/// <param name="settings">Where the files are.</param>
/// <param name="students">What the student's file may be.</param>
internal sealed class VisibleFiles(RunWorkSettings settings, params byte[][] students)
{
    /// <summary>Files that are not finished.</summary>
    public string[] Unfinished => Directory.GetFiles(settings.Folder, "*.tmp");

    /// <summary>What is damaged; <see langword="null"/> if nothing is.</summary>
    public string? Fault() => Checkpoint() ?? Student();

    private string? Checkpoint()
    {
        try
        {
            // Opening it reads all of it and compares the checksum.
            SafetensorsFile.Open(settings.Checkpoint).Dispose();
            return null;
        }
        // There is none yet, or none any more.
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (InvalidDataException failure)
        {
            return failure.Message;
        }
    }

    private string? Student()
    {
        var bytes = File.ReadAllBytes(settings.Student);
        return students.Any(s => bytes.AsSpan().SequenceEqual(s)) ? null : $"the student's file has {bytes.Length} other bytes";
    }
}
