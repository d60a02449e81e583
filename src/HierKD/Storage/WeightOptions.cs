namespace HierKD;

/// <summary>How a file of weights is loaded that is not quite the model's own: what may be converted, renamed and left out.</summary>
/// <remarks>
/// Without any of it a file has to hold the model's keys, shapes and types. One that does not is refused, and the message says with which
/// of these it would be loaded, if there is a way.
/// </remarks>
/// <example>
/// <code>
/// using var model = new MyNet();
/// PyTorchWeights.Load(model, "mynet.pth", new() { Convert = true, FilePrefix = "module.", Skip = ["fc.*"] });
/// </code>
/// </example>
public sealed record WeightOptions
{
    /// <summary>
    /// Whether numbers of one floating-point type may be put into tensors of another (float16, bfloat16, float32, float64). A number that
    /// is finite in the file and too large for the model's type is refused; digits that the model's type does not have are rounded away.
    /// Integers and truth values are never converted.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool Convert { get; init; }

    /// <summary>
    /// What stands before the keys of the file and not before those of the model, with its dot: <c>module.</c>, <c>backbone.</c>. Keys of
    /// the file that do not begin with it keep their names.
    /// </summary>
    /// <value>Empty by default.</value>
    public string FilePrefix { get; init; } = "";

    /// <summary>
    /// What stands before the keys of the model and not before those of the file, with its dot. Together with <see cref="FilePrefix"/> the
    /// one takes the other's place. A key that the model has only as it stands in the file keeps its name; where the model has it with the
    /// prefix too, the one with the prefix is meant.
    /// </summary>
    /// <value>Empty by default.</value>
    public string ModelPrefix { get; init; } = "";

    /// <summary>
    /// Keys that are left out, as the model or as the file has them; <c>*</c> stands for any letters, dots too. The file's tensors are not
    /// loaded, the model's stay as they are, and the result lists them.
    /// </summary>
    /// <value>None by default.</value>
    public IReadOnlyCollection<string> Skip { get; init; } = [];

    /// <summary>
    /// Whether the file must hold every key of the model and no other, but for those of <see cref="Skip"/>. If not, what the file lacks
    /// stays as it is, what the model lacks is passed over, and the result tells both; shapes and types have to agree in any case.
    /// </summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Strict { get; init; } = true;

    /// <summary>
    /// For files of PyTorch that hold more than a state dictionary, such as <c>{"epoch": 3, "state_dict": …}</c>: the text under which it
    /// is. Of dictionaries within dictionaries the texts are joined by dots. Other files have no entries, and are refused with it.
    /// </summary>
    /// <value><see langword="null"/> by default: the file is the state dictionary.</value>
    public string? Entry { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(FilePrefix);
        ArgumentNullException.ThrowIfNull(ModelPrefix);
        ArgumentNullException.ThrowIfNull(Skip);
        if (Skip.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException(
                "Skip has an empty text; it must hold keys such as 'fc.weight', or patterns such as 'fc.*'.", nameof(Skip));
        }
    }
}
