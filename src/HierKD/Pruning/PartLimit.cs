using System.Globalization;

namespace HierKD;

/// <summary>How much of a part of the model may go, whatever the pruner and the scores say.</summary>
/// <remarks>
/// <para>
/// A part has the filters that its layers make. Coupled filters count for every part that one of their layers lies in, and get the
/// strictest of its limits. Several limits on one part all hold. The rest of the model loses so much more that every level meets its
/// target.
/// </para>
/// <para>
/// A limit speaks of removable filters alone; what stays for another reason (<see cref="FilterGraph.Locks"/>) is not counted. What the part
/// reads is not the part's: with <see cref="LargestRatio"/> 0 its inputs may still shrink, other than with
/// <see cref="DiscoveryOptions.ExcludedLayers"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var block = new PartLimit("backbone.layer4") { LargestRatio = 0.3 }; // at most 30 % of its filters go
/// var stem = new PartLimit("stem") { MinimumFilters = 16 };            // each layer keeps 16 at least
/// </code>
/// </example>
public sealed record PartLimit
{
    private readonly PartPattern _part;

    /// <summary>A limit on a part, which the properties say.</summary>
    /// <param name="part">
    /// The path of a layer, or of a module and every layer in it; <c>*</c> stands for any letters between two dots, <c>**</c> for any
    /// number of names, and alone for the whole model.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="part"/> is <see langword="null"/>, or says <c>**</c> within a name.</exception>
    public PartLimit(string part) => _part = PartPattern.Of(part, nameof(PartLimit), nameof(part));

    /// <summary>The path or pattern.</summary>
    public string Part => _part.Text;

    /// <summary>The fraction of the part's removable filters, all its layers together, that may go at most; in [0, 1].</summary>
    /// <remarks>
    /// With another <see cref="Measure"/> than filters, or rounded widths, no group of the part loses more than its own share of that, so
    /// that a larger level cannot leave a smaller one's budget out of reach.
    /// </remarks>
    /// <value>1 by default: all but what floors keep. 0 keeps every filter.</value>
    public double LargestRatio { get; init; } = 1;

    /// <summary>The number of filters that each group of the part keeps at least; a group that has fewer keeps all. 1 or more.</summary>
    /// <value>1 by default.</value>
    public int MinimumFilters { get; init; } = 1;

    /// <summary>The fraction of its own filters that each group of the part keeps at least, rounded up to whole filters; in [0,
    /// 1].</summary>
    /// <value>0 by default.</value>
    public double MinimumFraction { get; init; }

    /// <summary>The limit as one line.</summary>
    public override string ToString() => $"{Part}: {Terms}";

    /// <summary>What holds for the part.</summary>
    internal string Terms => string.Join(", ", new[]
    {
        LargestRatio == 0 ? "no filter goes" : LargestRatio < 1 ? Text($"at most {100 * LargestRatio:0.###} % of its filters go") : null,
        MinimumFilters > 1 ? Text($"each group keeps at least {MinimumFilters} filters") : null,
        MinimumFraction > 0 ? Text($"each group keeps at least {100 * MinimumFraction:0.###} % of its filters") : null,
    }.OfType<string>());

    /// <summary>Whether a layer lies in the part.</summary>
    internal bool Covers(string layer) => _part.Covers(layer);

    /// <summary>Whether a group's filters are made in the part.</summary>
    internal bool Concerns(FilterGroup group) => group.Members.Any(m => m.Role == ChannelRole.Producer && Covers(m.Layer));

    internal ArgumentException Unknown(IEnumerable<string> layers, string argument) =>
        _part.Unknown("SessionOptions.Limits", layers, argument);

    internal void Validate(string argument)
    {
        if (LargestRatio is not (>= 0 and <= 1)) throw Bad(nameof(LargestRatio), LargestRatio, "in [0, 1]");
        if (MinimumFilters < 1) throw Bad(nameof(MinimumFilters), MinimumFilters, "1 or more");
        if (MinimumFraction is not (>= 0 and <= 1)) throw Bad(nameof(MinimumFraction), MinimumFraction, "in [0, 1]");
        if (Terms.Length > 0) return;
        throw new ArgumentException(
            $"The PartLimit of '{MessageText.Of(Part)}' limits nothing: set LargestRatio, MinimumFilters or MinimumFraction.", argument);

        ArgumentException Bad(string property, double value, string right) =>
            new(Text($"The PartLimit of '{MessageText.Of(Part)}' has a {property} of {value}; it must be {right}."), argument);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
