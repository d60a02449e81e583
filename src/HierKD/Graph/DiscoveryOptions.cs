using static TorchSharp.torch;

namespace HierKD;

/// <summary>Which filters may be removed, and how they are looked for.</summary>
public sealed record DiscoveryOptions
{
    /// <summary>Parts of the model, by their path in it, whose layers keep every channel, in and out.</summary>
    /// <remarks>
    /// A path names a layer, or a module and every layer in it: <c>backbone.layer4</c>. In a pattern <c>*</c> stands for any letters
    /// between two dots, and <c>**</c> for any number of names, none among them: <c>backbone.*.conv1</c>, <c>**.conv1</c>. Patterns name
    /// layers or whole modules as well. A path or pattern that names nothing is refused. What a layer reads stays too; to keep only what it
    /// makes, see <see cref="PartLimit"/>.
    /// </remarks>
    /// <value>None by default.</value>
    public IReadOnlyCollection<string> ExcludedLayers { get; init; } = [];

    /// <summary>
    /// Says of a path and its module whether all layers of the module, or the layer that it is, keep every channel, in and out; beside
    /// <see cref="ExcludedLayers"/>.
    /// </summary>
    /// <remarks>
    /// Asked once in each discovery for every module within the model. It may say no to all of them: a rule for
    /// many models fits some not at all. What it throws goes to the caller, and the model is as it was.
    /// </remarks>
    /// <value><see langword="null"/> by default: nothing more is excluded.</value>
    /// <example><code>new DiscoveryOptions { ExcludeWhere = (path, module) =&gt; module is TorchSharp.Modules.Linear }</code></example>
    public Func<string, nn.Module, bool>? ExcludeWhere { get; init; }

    /// <summary>
    /// Whether the filters of the first layer may be removed as well. If not, whatever is coupled with them stays too: in a network whose
    /// residual connections start at the first layer that can be much.
    /// </summary>
    /// <value><see langword="false"/> by default: Miles and Mikolajczyk (BMVC 2020) never mask the first convolution.</value>
    public bool PruneFirstLayer { get; init; }

    /// <summary>
    /// Whether removal is tried before it is offered: some filters of every group are removed and the output is compared with that of the
    /// whole model with the same filters masked. It costs a few forward passes, and finds what cannot be seen otherwise: sizes that are
    /// written into the forward.
    /// </summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Verify { get; init; } = true;

    /// <summary>
    /// Whether to search, and to try most of the removals, with inputs of fewer positions (every 2nd to every 64th value along each axis
    /// from the third on), where the model calls the same layers in the same order on them; what is found is tried once on the example
    /// itself, and the search is repeated there if that fails. It saves most of the time for large images.
    /// </summary>
    /// <remarks>
    /// Switch it off if your forward multiplies maps by a matrix that it makes itself, of a size that fits the example alone:
    /// TorchSharp does not catch libtorch's refusal of such a product, and the process would end. A tensor of that size in a field or
    /// parameter of a module is seen, and the example is taken as it is.
    /// </remarks>
    /// <value><see langword="true"/> by default.</value>
    public bool SearchOnSmallMaps { get; init; } = true;

    /// <summary>
    /// How many copies of one sample a forward pass of the search carries at most, 1 or more; fewer where the layers' outputs of all copies
    /// would take more than 64 MiB.
    /// </summary>
    /// <value>16 by default.</value>
    public int ProbesPerPass { get; init; } = 16;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(ExcludedLayers);
        foreach (var path in ExcludedLayers) _ = PartPattern.Of(path, "DiscoveryOptions.ExcludedLayers", nameof(ExcludedLayers));
        if (ProbesPerPass < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(ProbesPerPass), ProbesPerPass, $"ProbesPerPass is {ProbesPerPass}; it must be 1 or more.");
        }
    }
}
