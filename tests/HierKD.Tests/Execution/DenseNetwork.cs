using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>A network of the catalogue as a working model, with dense values of its own.</summary>
internal sealed class DenseNetwork : IDisposable
{
    public DenseNetwork(
        string name, ScalarType type = ScalarType.Float64, MemoryFormat format = MemoryFormat.AsGiven,
        ComputePrecision precision = ComputePrecision.AsGiven)
    {
        var network = TestNetwork.Named(name);
        Model = network.Create(type);
        Input = network.Input(type);
        Graph = FilterGraph.Discover(Model, Input, network.Options);
        Working = new WorkingModel(Model, Graph.Layers, new Computation(format, precision));
        using var quiet = no_grad();
        Dense = Working.Tensors.Select(t => t.IsBuffer ? t.Tensor.clone() : new Parameter(t.Tensor.detach().clone())).ToArray();
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    public Tensor Input { get; }

    public FilterGraph Graph { get; }

    public WorkingModel Working { get; private set; }

    public IReadOnlyList<Tensor> Dense { get; }

    /// <summary>
    /// A mask for comparisons with gates at the consumers' inputs: any, or the full one for a network that normalises over channels, where
    /// removal takes a filter out of the statistics as well and a gate does not. At least half of the filters stay: a deep network of
    /// single filters is dead, and what its normalisations make of channels without variance is rounding noise.
    /// </summary>
    public FilterMask MaskOfGates(int seed) => Graph.Layers.OfType<ModuleLayer>().Any(l => l.NormalizesAcrossChannels)
        ? FilterMask.Full(Graph)
        : FilterMasks.Random(Graph, seed, density: 0.5);

    public IModelWeights Weights(LevelExecution execution, FilterMask mask) => execution == LevelExecution.Slim
        ? new SlimWeights(Working.Tensors, Dense, mask.ToSelection())
        : new MaskedWeights(Working.Tensors, Dense, mask.ToSelection());

    /// <summary>The output in evaluation mode.</summary>
    public Tensor Output(LevelExecution execution, FilterMask mask) =>
        Working.Evaluate(Weights(execution, mask), () => Working.Call([Input])[0]);

    /// <summary>A forward and backward pass in training mode; <paramref name="afterwards"/> runs while the gradients are at hand.</summary>
    public void Train(IModelWeights weights, Action? afterwards = null) => Working.Train(weights, () =>
    {
        Loss(Working.Call([Input])[0]).backward();
        afterwards?.Invoke();
        return 0;
    });

    /// <summary>A loss that treats no two outputs alike.</summary>
    public static Tensor Loss(Tensor output)
    {
        var weights = arange(1, output.numel() + 1, dtype: output.dtype).reshape(output.shape).cos();
        return (output * weights).sum() + output.square().mean();
    }

    /// <summary>The accumulated gradients by name; zeros where there is none.</summary>
    public Dictionary<string, Tensor> Gradients() => Working.Tensors
        .Select((t, i) => (t, Value: Dense[i]))
        .Where(t => !t.t.IsBuffer)
        .ToDictionary(t => t.t.Key, t => t.Value.grad ?? zeros_like(t.Value));

    /// <summary>Gives the model back to its user.</summary>
    public void CloseWorking() => Working.Dispose();

    /// <summary>Begins anew with the model as it is now.</summary>
    public void Reopen() => Working = new WorkingModel(Model, Graph.Layers);

    public void Dispose()
    {
        CloseWorking();
        Model.Dispose();
    }
}
