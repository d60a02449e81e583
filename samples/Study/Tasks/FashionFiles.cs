namespace Study.Tasks;

/// <summary>The images of a task on Fashion-MNIST. A tenth of the training images is for validation, the same in every run.</summary>
/// <param name="Original">The name of the network that is trained on them.</param>
/// <param name="TrainingImages">How many of the others train it.</param>
/// <param name="Folder">Where the four IDX files are.</param>
internal sealed record FashionFiles(string Original, int TrainingImages, Func<StudySettings, string> Folder)
{
    private const string Name = "fashion-mnist";

    /// <summary>Where Debian's package dataset-fashion-mnist has them.</summary>
    private const string Installed = "/usr/share/datasets/" + Name;

    /// <summary>The part that comes with the project: 9,000 to train on, 1,000 for validation, 2,000 to test.</summary>
    public static FashionFiles Part { get; } = new("fashion-part", 9_000, _ => Path.Combine(AppContext.BaseDirectory, "data", Name));

    /// <summary>
    /// The whole data set: 10,000 to train on, 6,000 for validation, 10,000 to test; the rest of the training images is left.
    /// </summary>
    public static FashionFiles Whole { get; } = new("fashion", 10_000, WholeFolder);

    private static string WholeFolder(StudySettings settings)
    {
        var given = Path.Combine(settings.Data, Name);
        if (settings.Data.Length > 0 && Directory.Exists(given)) return given;
        return Directory.Exists(Installed) ? Installed : throw new ArgumentException(
            "The whole of Fashion-MNIST is needed: install Debian's package dataset-fashion-mnist, or put its four IDX files into the " +
            $"folder {Name} of what --data or {StudySettings.DataVariable} says.");
    }
}
