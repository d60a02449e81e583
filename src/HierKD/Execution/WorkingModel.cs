using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The user's model as a machine that computes with other values: its tensors are pointed at a level's values for a forward and backward
/// pass, and back at the user's own afterwards. Module objects, tensor objects and the user's storage never change; between passes the
/// model is exactly what the user gave. The only place that re-points the tensors of a model in use.
/// </summary>
internal sealed class WorkingModel : IDisposable
{
    private readonly Tensor[] _own;
    private readonly Tensor?[] _ownGradients;
    private readonly bool[] _requiresGradient;
    private readonly Lazy<ModelCall> _call;
    private readonly Lazy<bool> _mixesTypes;
    private bool[]? _finite;
    private readonly TrainingFlags _flags;
    private Computation _current;
    private bool _kept;
    private bool _disposed;
    private Action? _unhook;

    /// <param name="module">The model.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="computation">How it computes; as given if <see langword="null"/>.</param>
    /// <param name="call">How it is called; as its class says if <see langword="null"/>.</param>
    public WorkingModel(
        nn.Module module, IReadOnlyList<PrunableLayer> layers, Computation? computation = null, ModelCall? call = null)
    {
        using var scope = NewDisposeScope();
        _call = new Lazy<ModelCall>(() => call ?? ModelCall.Of(module));
        _mixesTypes = new Lazy<bool>(() => HalfPrecision.MixesTypes(this));
        Computation = _current = computation ?? Computation.AsGiven;
        Module = module;
        Layers = layers;
        Tensors = ModelTensors.List(module, layers);
        _flags = new TrainingFlags(module);
        _requiresGradient = Tensors.Select(t => t.Tensor.requires_grad).ToArray();
        _ownGradients = Tensors.Select(t => t.Tensor.grad?.DetachFromDisposeScope()).ToArray();
        using (no_grad())
        {
            _own = Tensors.Select(t => t.Tensor.detach().DetachFromDisposeScope()).ToArray();
        }
        Own = new DirectWeights(_own, ModelSelection.Everything);
        foreach (var tensor in Tensors) tensor.Tensor.grad = null;
    }

    public nn.Module Module { get; }

    public IReadOnlyList<PrunableLayer> Layers { get; }

    public IReadOnlyList<ModelTensor> Tensors { get; }

    /// <summary>The values the user gave: the frozen original.</summary>
    public IModelWeights Own { get; }

    /// <summary>How a training computes.</summary>
    public Computation Computation { get; set; }

    /// <summary>Where the time of steps goes.</summary>
    public StepProfile Profile { get; } = new();

    /// <summary>How the model is called.</summary>
    public ModelCall ModelCall => _call.Value;

    /// <summary>The model's outputs for a batch's inputs.</summary>
    public Tensor[] Call(IReadOnlyList<Tensor> inputs) => _current.Call(ModelCall, inputs);

    /// <summary>The running statistics that hold a value that is not finite, among those that are loaded.</summary>
    public ModelTensor? NotFiniteStatistics()
    {
        // Other buffers may have infinities, as a mask of attention does.
        var buffers = Tensors.Where(t => t.IsRunningStatistic).ToArray();
        return FiniteValues.FirstOther([.. buffers.Select(b => b.Tensor)]) is >= 0 and var i ? buffers[i] : null;
    }

    /// <summary>The tensor that is trained and whose gradient holds a value that is not finite, among those that are loaded.</summary>
    public ModelTensor? NotFiniteGradient()
    {
        using var scope = NewDisposeScope();
        var gradients = Tensors.Select((t, i) => _requiresGradient[i] ? t.Tensor.grad : null).ToArray();
        return FiniteValues.FirstOther(gradients) is >= 0 and var place ? Tensors[place] : null;
    }

    /// <summary>The gradients that are there, of the tensors that are loaded; the caller's scope owns them.</summary>
    public IReadOnlyList<Tensor> LoadedGradients() => [.. Tensors.Select(t => t.Tensor.grad).OfType<Tensor>()];

    /// <summary>The first of values for all tensors that holds one that is not finite, where the user's own are.</summary>
    /// <param name="values">One for each of <see cref="Tensors"/>.</param>
    public ModelTensor? NotFinite(IReadOnlyList<Tensor> values)
    {
        _finite ??= [.. _own.Select(own => FiniteValues.FirstOther([own]) < 0)];
        return FiniteValues.FirstOther([.. values.Select((v, i) => _finite[i] ? v : null)]) is >= 0 and var i ? Tensors[i] : null;
    }

    /// <summary>What a parameter of a level is, for messages; <see langword="null"/> if it is none of the level's.</summary>
    public string? NameOf(string level, IReadOnlyList<Tensor> values, Tensor parameter)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (ReferenceEquals(values[i], parameter)) return $"{Tensors[i].Text} of level '{level}'";
        }
        return null;
    }

    /// <summary>Whether the user lets the tensor be trained.</summary>
    public bool IsTrainable(int index) => _requiresGradient[index];

    /// <summary>
    /// Runs <paramref name="compute"/> in evaluation mode without gradients while the model holds the given values, in the model's own
    /// type: what it measures is the model that the user gets.
    /// </summary>
    public T Evaluate<T>(IModelWeights weights, Func<T> compute) => Evaluate(weights, compute, Computation.Exact);

    /// <summary>The same, computed as the user's own calls are.</summary>
    public T EvaluateAsGiven<T>(IModelWeights weights, Func<T> compute) => Evaluate(weights, compute, Computation.AsGiven);

    /// <summary>The same, computed as in training.</summary>
    public T Ask<T>(IModelWeights weights, Func<T> compute) => Evaluate(weights, compute, Computation);

    private T Evaluate<T>(IModelWeights weights, Func<T> compute, Computation computation)
    {
        using var mode = no_grad();
        try
        {
            Profile.In(StepPart.Weights, () => Load(weights, training: false, computation));
            return compute();
        }
        finally
        {
            Restore();
        }
    }

    /// <summary>
    /// Runs <paramref name="compute"/>, which goes forward and backward, in training mode while the model holds the given values;
    /// then adds the gradients to those of the values and takes changed buffers back. After an exception neither has happened.
    /// </summary>
    public T Train<T>(IModelWeights weights, Func<T> compute)
    {
        using var gradients = enable_grad();
        try
        {
            Profile.In(StepPart.Weights, () => Load(weights, training: true, Computation));
            var result = compute();
            Profile.In(StepPart.Gradients, () => TakeHome(weights));
            return result;
        }
        finally
        {
            Profile.In(StepPart.Weights, Restore);
        }
    }

    /// <summary>
    /// Runs <paramref name="compute"/>, which goes forward and backward, in evaluation mode while the model holds the given values;
    /// their gradients exist during the call only.
    /// </summary>
    public void Differentiate(IModelWeights weights, Action compute) => Differentiate(weights, Computation, training: false, () =>
    {
        compute();
        return true;
    });

    /// <summary>
    /// The same for the user's own values in another way to compute, in either mode; running statistics are kept as well.
    /// </summary>
    public T Try<T>(Computation computation, bool training, Func<T> compute) => Differentiate(Own, computation, training, compute);

    private T Differentiate<T>(IModelWeights weights, Computation computation, bool training, Func<T> compute)
    {
        using var gradients = enable_grad();
        try
        {
            Load(weights, training, computation);
            WantGradients();
            return compute();
        }
        finally
        {
            Restore();
        }
    }

    /// <summary>
    /// Makes the given values the model's own for good; the model shares their storage. No code of the user's is run: it could throw.
    /// </summary>
    public void Keep(IModelWeights weights)
    {
        Point(weights, copyBuffers: false);
        foreach (var layer in Layers) weights.Shape.Shape(layer);
        RestoreGradientFlags();
        _kept = true;
    }

    /// <summary>Gives the model back as the user gave it, unless <see cref="Keep"/> has made other values its own.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (!_kept) Restore();
        for (var i = 0; i < _own.Length; i++)
        {
            if (!_kept) Tensors[i].Tensor.grad = _ownGradients[i];
            _ownGradients[i]?.Dispose();
            _own[i].Dispose();
        }
    }

    private void Load(IModelWeights weights, bool training, Computation computation)
    {
        _current = computation;
        _unhook = weights.Hook(Layers);
        _unhook += computation.Hook(Layers, _mixesTypes);
        if (training) _unhook += SingleValues.Guard(Module);
        if (training) _flags.Train();
        else Module.eval();
        Point(weights, copyBuffers: training);
        foreach (var layer in Layers) weights.Shape.Shape(layer);
        if (training) WantGradients();
    }

    private void WantGradients()
    {
        foreach (var tensor in Tensors)
        {
            // A frozen parameter gets a gradient as well: saliency needs it, the optimizer never sees it.
            if (!tensor.IsBuffer && !tensor.Tensor.requires_grad) tensor.Tensor.requires_grad = true;
        }
    }

    private void Point(IModelWeights weights, bool copyBuffers)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        for (var i = 0; i < Tensors.Count; i++)
        {
            var value = weights.Read(i);
            if (copyBuffers && Tensors[i].IsBuffer && ReferenceEquals(value, weights.Dense(i))) value = value.clone();
            Tensors[i].Tensor.set_(value);
        }
    }

    private void TakeHome(IModelWeights weights)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        for (var i = 0; i < Tensors.Count; i++)
        {
            var tensor = Tensors[i].Tensor;
            if (Tensors[i].IsBuffer)
            {
                weights.WriteBuffer(i, tensor);
            }
            else if (_requiresGradient[i] && tensor.grad is { } gradient)
            {
                // A convolution gives the gradient of its weight in the order of its input.
                weights.AddGradient(i, gradient.contiguous());
            }
        }
    }

    private void Restore()
    {
        _unhook?.Invoke();
        _unhook = null;
        foreach (var tensor in Tensors) tensor.Tensor.grad = null;
        Point(Own, copyBuffers: false);
        foreach (var layer in Layers) Own.Shape.Shape(layer);
        RestoreFlags();
    }

    private void RestoreFlags()
    {
        RestoreGradientFlags();
        _flags.Restore();
    }

    private void RestoreGradientFlags()
    {
        for (var i = 0; i < Tensors.Count; i++)
        {
            if (Tensors[i].Tensor.requires_grad != _requiresGradient[i]) Tensors[i].Tensor.requires_grad = _requiresGradient[i];
        }
    }
}
