using System.Text;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Which filters of a model can be removed, and what disappears with each of them.</summary>
/// <remarks>
/// <para>
/// Layers are found in the order in which a forward pass calls them; each group is verified by removing some of its filters and comparing the
/// smaller model's output with that of the whole model with the same filters masked at their consumers' inputs. A group that does not pass
/// keeps its filters and is listed under <see cref="Locks"/>, so that a model is never made wrong.
/// </para>
/// <para>
/// This finds every group of a chain of layers. Filters that are coupled by additions or concatenations do not pass, and stay.
/// </para>
/// </remarks>
public sealed class FilterGraph
{
    internal FilterGraph(IReadOnlyList<PrunableLayer> layers, IReadOnlyList<FilterGroup> groups, IReadOnlyList<FilterLock> locks, ModelCost cost)
    {
        Layers = layers;
        Groups = groups;
        Locks = locks;
        Cost = cost;
        Filters = groups.Sum(g => g.Filters);
    }

    /// <summary>The groups of removable filters, in the order of the forward pass.</summary>
    public IReadOnlyList<FilterGroup> Groups { get; }

    /// <summary>The layers whose filters stay, with the reason.</summary>
    public IReadOnlyList<FilterLock> Locks { get; }

    /// <summary>The number of removable filters in all groups together.</summary>
    public int Filters { get; }

    /// <summary>Parameters and multiply-adds of the model under any mask.</summary>
    public ModelCost Cost { get; }

    /// <summary>Every layer of a known kind, in the order of the forward pass.</summary>
    internal IReadOnlyList<PrunableLayer> Layers { get; }

    /// <summary>Finds the removable filters of a model.</summary>
    /// <param name="model">The model; it is the same after the call, bit for bit.</param>
    /// <param name="exampleInput">An input that the model accepts, <c>[N, …]</c> with the batch leading; on the model's device. It is not disposed.</param>
    /// <param name="options">Which filters may be removed; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">
    /// The model has no parameters or no removable filters; its forward fails on <paramref name="exampleInput"/> or gives values that are not finite;
    /// a layer's hooks do not fire because the forward calls <c>forward</c> instead of <c>call</c>; or an excluded layer does not exist.
    /// </exception>
    public static FilterGraph Discover(nn.Module<Tensor, Tensor> model, Tensor exampleInput, DiscoveryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInput);
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        var trace = ForwardTrace.Record(model, exampleInput);
        var candidates = ChainBuilder.Build(trace, options ?? new DiscoveryOptions());
        return GraphVerifier.KeepVerified(model, exampleInput, trace, candidates);
    }

    /// <summary>What can be removed and what stays, as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine($"{Groups.Count} groups, {Filters} removable filters");
        foreach (var group in Groups) text.AppendLine($"  {group}");
        foreach (var locked in Locks) text.AppendLine($"  {locked.Layer} keeps its filters: {locked.Reason}");
        return text.ToString();
    }
}
