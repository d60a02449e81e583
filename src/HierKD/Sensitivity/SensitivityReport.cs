using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HierKD;

/// <summary>
/// What a network loses, before anything is trained, when filters of one group go and no others; made by
/// <see cref="HierarchicalPruner.Sensitivity"/>.
/// </summary>
/// <remarks>
/// A group goes as a whole, with all that is coupled to it. The report belongs to the network and the <see cref="DiscoveryOptions"/> that
/// it was measured with. Training repairs much of what it shows, and of one group more than of another.
/// </remarks>
public sealed class SensitivityReport
{
    private readonly string[] _graph;

    internal SensitivityReport(FilterGraph graph, IReadOnlyList<GroupSensitivity> groups)
    {
        _graph = [.. graph.Groups.Select(g => g.ToString())];
        Groups = groups;
        Curves = [.. groups.Select(g => new SensitivityCurve(g))];
        Ratios = [.. groups[0].Points.Select(p => p.Ratio)];
        Filters = graph.Filters;
    }

    /// <summary>The model's class.</summary>
    public string Model { get; internal init; } = "";

    /// <summary>What the metric is called.</summary>
    public string MetricName { get; internal init; } = "";

    /// <summary>Whether a larger metric is better.</summary>
    public bool HigherIsBetter { get; internal init; } = true;

    /// <summary>The metric of the network as it is.</summary>
    public double Metric { get; internal init; }

    /// <summary>
    /// The metric of the whole network with its statistics estimated anew (<see cref="SensitivityOptions.RecalibrationBatches"/>): what
    /// losses are measured from.
    /// </summary>
    public double RecalibratedMetric { get; internal init; }

    /// <summary>What said which filters of a group go first.</summary>
    public string Scorer { get; internal init; } = "";

    /// <summary>The number of removable filters.</summary>
    public int Filters { get; }

    /// <summary>The fractions that were removed of each group.</summary>
    public IReadOnlyList<double> Ratios { get; }

    /// <summary>The groups, in the order of <see cref="FilterGraph.Groups"/>.</summary>
    public IReadOnlyList<GroupSensitivity> Groups { get; }

    internal IReadOnlyList<SensitivityCurve> Curves { get; }

    /// <summary>What tells the numbers of this report from those of another.</summary>
    internal string Digest => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Groups.Select(
        (group, i) => _graph[i] + string.Concat(group.Points.Select(
            p => string.Create(CultureInfo.InvariantCulture, $";{p.FiltersRemoved}:{p.Loss:R}"))))))))[..12];

    /// <summary>
    /// A pruner whose widths follow the report: groups that lose little give up more. Between the points of a group its loss is taken to be
    /// straight, and one threshold on the loss of one more filter is laid over all groups; within a group the lowest scores of the run go.
    /// Beyond the largest ratio that was measured filters go last, the same fraction of every group.
    /// </summary>
    /// <param name="minimumFilters">The number of filters each group keeps at least; one that has fewer keeps all. 1 or more. Default
    /// 2.</param>
    /// <param name="minimumFraction">The fraction of its own filters each group keeps at least, rounded up to whole filters; in [0, 1).
    /// Default 0.</param>
    /// <returns>The pruner. A run whose network has other groups of filters refuses it at the start.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimumFilters"/> or <paramref name="minimumFraction"/> is out of its
    /// range.</exception>
    public IPruner ToPruner(int minimumFilters = 2, double minimumFraction = 0) =>
        new SensitivityPruner(this, new PruningFloor(minimumFilters, minimumFraction));

    /// <summary>
    /// What a mask is expected to lose without training: the losses of its groups, each taken alone, added up. What groups do to each other
    /// is not in it, so that it is at best an order of masks.
    /// </summary>
    /// <param name="mask">A mask of the network that was measured. Which filters of a group are off does not count, only how many.</param>
    /// <returns>The loss, in units of the metric; 0 for the whole network.</returns>
    /// <exception cref="ArgumentException">The mask is of another network.</exception>
    public double PredictLoss(FilterMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        RequireOf(mask.Graph);
        return mask.Graph.Groups.Sum(g => Curves[g.Index].At(g.Filters - mask.KeptFilters(g).Length));
    }

    /// <summary>The losses as a table.</summary>
    public override string ToString() => SensitivityText.Plain(this);

    /// <summary>The same as Markdown.</summary>
    public string ToMarkdown() => SensitivityText.Markdown(this);

    /// <summary>The same as a page, with a picture: one file that needs nothing beside itself.</summary>
    public string ToHtml() => SensitivityPage.Of(this);

    /// <summary>Writes <see cref="ToHtml"/> to a file, in UTF-8. The file appears whole or not at all.</summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is <see langword="null"/> or empty.</exception>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var html = ToHtml();
        WholeFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(html)));
    }

    /// <exception cref="ArgumentException">The graph has other groups than the one that was measured.</exception>
    internal void RequireOf(FilterGraph graph)
    {
        for (var i = 0; i < Math.Max(_graph.Length, graph.Groups.Count); i++)
        {
            var (own, other) = (_graph.ElementAtOrDefault(i), graph.Groups.ElementAtOrDefault(i)?.ToString());
            if (own == other) continue;
            throw new ArgumentException(
                $"The SensitivityReport is of another network{(Model.Length > 0 ? $", a {MessageText.Of(Model)}" : "")}, or of other " +
                $"DiscoveryOptions: its group {i} is {Shown(own)}, here it is {Shown(other)}. Measure this one with " +
                "HierarchicalPruner.Sensitivity.",
                nameof(graph));
        }

        static string Shown(string? group) => group is null ? "missing" : $"'{MessageText.Of(group)}'";
    }
}
