using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>The base of the optimizers that remember something of every parameter.</summary>
public abstract partial class OptimizerHelper : Optimizer
{
    /// <summary>The options of groups that leave them open.</summary>
    protected OptimizerOptions _defaults = null!;

    /// <summary>What is remembered, by the parameters' native handles.</summary>
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper() { }

    /// <summary>Updates every group with gradients switched off; what is made on the way is disposed.</summary>
    protected Tensor _step<T>(Action<T> body, Func<Tensor>? loss_closure = null)
        where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using (enable_grad())
            {
                loss = loss_closure();
            }
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            foreach (var group in _parameter_groups)
            {
                body((T)group);
            }
        }

        return loss!;
    }

    /// <summary>Moves what is remembered.</summary>
    public void to(Device device)
    {
        foreach (var parameter in parameters())
        {
            _state[parameter.Handle].to(device);
        }
    }

    /// <summary>The parameters of a group that have a gradient, with what is remembered of them.</summary>
    private protected IEnumerable<(Parameter parameter, Tensor gradient, TState state)> WithGradient<TState>(ParamGroup group)
        where TState : OptimizerState
    {
        foreach (var parameter in group.Parameters)
        {
            var state = (TState)_state[parameter.IsInvalid ? IntPtr.Zero : parameter.Handle];
            if (parameter.grad is { } gradient)
            {
                yield return (parameter, gradient, state);
            }
        }
    }

    private protected void Add<TOptions>(ParamGroup group, Action<TOptions, TOptions> fillIn, Func<Parameter, OptimizerState> newState)
        where TOptions : OptimizerOptions, new()
    {
        group.Options ??= new TOptions();
        var options = (TOptions)group.Options;
        options.LearningRate ??= _defaults.LearningRate;
        fillIn(options, (TOptions)_defaults);
        options.InitialLearningRate = options.LearningRate!.Value;
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = newState(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(options);
        }
    }

    private protected void DisposeStates()
    {
        foreach (var (_, state) in _state)
        {
            (state as IDisposable)?.Dispose();
        }
    }

    private protected static void ThrowIf(bool isInvalid, string what, double value)
    {
        if (isInvalid)
        {
            throw new ArgumentException($"The {what} cannot be {value}.");
        }
    }
}
