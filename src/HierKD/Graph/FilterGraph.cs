using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Which filters of a model can be removed, and what disappears with each of them.</summary>
/// <remarks>
/// <para>
/// Which channels go together is found by experiment: NaN is written into the outputs of layers, and shows up wherever a channel goes,
/// through additions, concatenations, reshapes, gates and whatever else a forward does between layers. Removal is then tried, layers
/// computing in float64: the smaller model's output has to equal that of the whole model with the same filters masked at their consumers'
/// inputs. What does not pass keeps its filters and is listed under <see cref="Locks"/>, so that a model is never made wrong.
/// </para>
/// <para>Layers are watched through hooks, which fire on <c>layer.call(x)</c> and not on <c>layer.forward(x)</c>.</para>
/// </remarks>
public sealed class FilterGraph
{
    internal FilterGraph(
        IReadOnlyList<PrunableLayer> layers, IReadOnlyList<FilterGroup> groups, IReadOnlyList<FilterLock> locks, ModelCost cost)
    {
        Layers = layers;
        Groups = groups;
        Locks = locks;
        Cost = cost;
        Filters = groups.Sum(g => g.Filters);
    }

    /// <summary>The groups of removable filters, in the order of the forward pass.</summary>
    public IReadOnlyList<FilterGroup> Groups { get; }

    /// <summary>The layers whose filters stay, or some of them, with the reason.</summary>
    public IReadOnlyList<FilterLock> Locks { get; }

    /// <summary>The number of removable filters in all groups together.</summary>
    public int Filters { get; }

    /// <summary>Parameters and multiply-adds of the model under any mask.</summary>
    public ModelCost Cost { get; }

    /// <summary>
    /// Every layer of a known kind, in the order of the forward pass, and the tensors of the user's own modules that run over channels.
    /// </summary>
    internal IReadOnlyList<PrunableLayer> Layers { get; }

    /// <summary>Finds the removable filters of a model of one input.</summary>
    /// <param name="model">The model; it is the same after the call, bit for bit.</param>
    /// <param name="exampleInput">An input that the model accepts, <c>[N, …]</c> with the batch leading; on the model's device. It is not
    /// disposed.</param>
    /// <param name="options">Which filters may be removed; the defaults if <see langword="null"/>.</param>
    /// <param name="progress">Hears of every forward pass, on the calling thread if it is not a <see cref="Progress{T}"/>.</param>
    /// <param name="cancellationToken">Ends the discovery at the next forward pass.</param>
    /// <exception cref="ArgumentException">
    /// The model has no parameters or no removable filters; its forward fails on <paramref name="exampleInput"/>, gives values that are not
    /// finite, is random, changes its input or calls other layers for other data; or an excluded layer does not exist or is never called.
    /// </exception>
    /// <exception cref="InvalidOperationException">The layers, computed one by one, do not give what the model gives; or libtorch refuses
    /// the forward on values that are not numbers or are drawn.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the model is as it was.</exception>
    public static FilterGraph Discover(
        nn.Module model, Tensor exampleInput, DiscoveryOptions? options = null, IProgress<DiscoveryProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInput);
        return Discover(
            model, ModelCall.Of(model), [exampleInput], options, nameof(exampleInput), new DiscoveryWatch(progress, cancellationToken));
    }

    /// <summary>Finds the removable filters of a model of any number of inputs and outputs.</summary>
    /// <param name="model">The model; it is the same after the call, bit for bit.</param>
    /// <param name="exampleInputs">
    /// Inputs that the model accepts, on its device, as <see cref="PruningBatch.Inputs"/> says: the first <c>[N, …]</c> with the batch
    /// leading. They are not disposed.
    /// </param>
    /// <param name="options">Which filters may be removed; the defaults if <see langword="null"/>.</param>
    /// <param name="forward">
    /// Calls the model with inputs and returns every output that matters: <c>x =&gt; [model.call(x[0], x[1])]</c>. Whatever reaches an
    /// output keeps its channels. If <see langword="null"/>, the model is called as its class says: an <c>nn.Module</c> of one to four
    /// tensors that gives a tensor, or tuples, lists or dictionaries of tensors, taken in their order.
    /// </param>
    /// <param name="progress">Hears of every forward pass, on the calling thread if it is not a <see cref="Progress{T}"/>.</param>
    /// <param name="cancellationToken">Ends the discovery at the next forward pass.</param>
    /// <exception cref="ArgumentException">
    /// How to call the model is not known; it has no parameters or no removable filters; its forward fails on
    /// <paramref name="exampleInputs"/>, gives no floating-point output or values that are not finite, is random, changes its input or
    /// calls other layers for other data; or an excluded layer does not exist or is never called.
    /// </exception>
    /// <exception cref="InvalidOperationException">The layers, computed one by one, do not give what the model gives; or libtorch refuses
    /// the forward on values that are not numbers or are drawn.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the model is as it was.</exception>
    public static FilterGraph Discover(
        nn.Module model, IReadOnlyList<Tensor> exampleInputs, DiscoveryOptions? options = null,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward = null, IProgress<DiscoveryProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInputs);
        return Discover(
            model, ModelCall.Of(model, forward), exampleInputs, options, nameof(exampleInputs),
            new DiscoveryWatch(progress, cancellationToken));
    }

    internal static FilterGraph Discover(
        nn.Module model, ModelCall call, IReadOnlyList<Tensor> exampleInputs, DiscoveryOptions? options, string argument,
        DiscoveryWatch? watch = null)
    {
        ModelInputs.Require(exampleInputs, argument);
        return GraphDiscovery.Run(model, call, exampleInputs, argument, options ?? new DiscoveryOptions(), watch ?? new(null, default));
    }

    /// <summary>The same as a picture: a Mermaid flowchart (https://mermaid.js.org), which GitHub and many editors draw.</summary>
    /// <returns>
    /// Layers as boxes, groups as hexagons between the layers that make their filters and those that read them, locks as rounded boxes.
    /// </returns>
    public string ToMermaid() => MermaidText.Of(this);

    /// <summary>What can be removed and what stays, as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Groups.Count} groups, {Filters} removable filters\n");
        foreach (var group in Groups) text.Append($"  {group}\n");
        foreach (var locked in Locks) text.Append($"  {locked}\n");
        return text.ToString();
    }
}
