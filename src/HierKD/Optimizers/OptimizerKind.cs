using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What one kind of torch's optimizers remembers of each parameter, and what it was told for each group of them.</summary>
internal abstract class OptimizerKind
{
    /// <summary>The tensors that it has for a parameter, each of the parameter's type and shape; a value may be <see langword="null"/>.
    /// </summary>
    public abstract IReadOnlyList<OptimizerSlot<OptimizerState, Tensor?>> Tensors { get; }

    /// <summary>The numbers that it has for a parameter; whole ones are counts of steps.</summary>
    public abstract IReadOnlyList<OptimizerSlot<OptimizerState, double>> Numbers { get; }

    /// <summary>The numbers that a group of parameters was told.</summary>
    public abstract IReadOnlyList<OptimizerSlot<OptimizerOptions, double>> Options { get; }

    /// <summary>What is on or off for a group of parameters.</summary>
    public abstract IReadOnlyList<OptimizerSlot<OptimizerOptions, bool>> Flags { get; }
}

/// <inheritdoc/>
internal sealed class OptimizerKind<TState, TOptions> : OptimizerKind
    where TState : OptimizerState
    where TOptions : OptimizerOptions
{
    private readonly List<OptimizerSlot<OptimizerState, Tensor?>> _tensors = [];
    private readonly List<OptimizerSlot<OptimizerState, double>> _numbers = [];
    private readonly List<OptimizerSlot<OptimizerOptions, bool>> _flags = [];

    private readonly List<OptimizerSlot<OptimizerOptions, double>> _options =
    [
        new("lr", o => o.LearningRate ?? double.NaN, (o, value) => o.LearningRate = value),
        new("initial_lr", o => o.InitialLearningRate, (o, value) => o.InitialLearningRate = value),
    ];

    public override IReadOnlyList<OptimizerSlot<OptimizerState, Tensor?>> Tensors => _tensors;

    public override IReadOnlyList<OptimizerSlot<OptimizerState, double>> Numbers => _numbers;

    public override IReadOnlyList<OptimizerSlot<OptimizerOptions, double>> Options => _options;

    public override IReadOnlyList<OptimizerSlot<OptimizerOptions, bool>> Flags => _flags;

    public OptimizerKind<TState, TOptions> Tensor(
        string name, Func<TState, Tensor?> get, Action<TState, Tensor> set, bool isOptional = false)
    {
        _tensors.Add(new(name, s => get((TState)s), (s, value) => set((TState)s, value!)) { IsOptional = isOptional });
        return this;
    }

    public OptimizerKind<TState, TOptions> Number(string name, Func<TState, double> get, Action<TState, double> set)
    {
        _numbers.Add(new(name, s => get((TState)s), (s, value) => set((TState)s, value)));
        return this;
    }

    public OptimizerKind<TState, TOptions> Option(string name, Func<TOptions, double?> get, Action<TOptions, double> set)
    {
        _options.Add(new(name, o => get((TOptions)o) ?? double.NaN, (o, value) => set((TOptions)o, value)));
        return this;
    }

    public OptimizerKind<TState, TOptions> Flag(string name, Func<TOptions, bool?> get, Action<TOptions, bool> set)
    {
        _flags.Add(new(name, o => get((TOptions)o) ?? false, (o, value) => set((TOptions)o, value)));
        return this;
    }
}
