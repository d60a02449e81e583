using System.Globalization;
using HierKD;

namespace OwnTrainingLoop;

/// <summary>What the loop itself has to know again after an interruption: the notes in the session's checkpoint.</summary>
/// <param name="Course">What the training was told.</param>
/// <param name="History">The validation accuracy after each epoch that is done.</param>
internal sealed record LoopNotes(string Course, IReadOnlyList<double> History)
{
    /// <summary>Reads the notes of a checkpoint; <see langword="null"/> if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no checkpoint of this sample, or one of another training.</exception>
    public static LoopNotes? Find(string path, string course)
    {
        if (!File.Exists(path)) return null;
        var notes = SessionCheckpoint.ReadNotes(path);
        if (!notes.TryGetValue(nameof(Course), out var saved) || !notes.TryGetValue(nameof(History), out var history))
        {
            throw new InvalidDataException($"'{path}' is no checkpoint of this sample: delete it, or give another folder by --work.");
        }
        if (saved != course)
        {
            throw new InvalidDataException(
                $"'{path}' is the checkpoint of another training ({saved}; this one is {course}): delete it to begin anew, or give " +
                "another folder by --work.");
        }
        return new LoopNotes(saved, history.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture))
            .ToArray());
    }

    /// <summary>The notes as a checkpoint keeps them.</summary>
    public IReadOnlyDictionary<string, string> Written() => new Dictionary<string, string>
    {
        [nameof(Course)] = Course,
        [nameof(History)] = string.Join(' ', History.Select(accuracy => accuracy.ToString("R", CultureInfo.InvariantCulture))),
    };
}
