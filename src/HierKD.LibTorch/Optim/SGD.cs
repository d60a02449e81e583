using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum if wanted.</summary>
public partial class SGD : OptimizerHelper, IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        ThrowIf(lr < 0, "learning rate", lr);
        ThrowIf(momentum < 0, "momentum", momentum);
        ThrowIf(weight_decay < 0, "weight decay", weight_decay);
        if (nesterov && (momentum <= 0 || dampening != 0))
        {
            throw new ArgumentException("Nesterov's momentum is a momentum above zero without dampening.");
        }

        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        foreach (var group in parameters)
        {
            add_param_group(group);
        }
    }

    public double Momentum { get => ((Options)_defaults).momentum!.Value; set => ((Options)_defaults).momentum = value; }

    public override void add_param_group(Modules.ParamGroup param_group) =>
        Add<Options>(param_group, static (options, defaults) =>
        {
            options.momentum ??= defaults.momentum;
            options.dampening ??= defaults.dampening;
            options.weight_decay ??= defaults.weight_decay;
            options.nesterov ??= defaults.nesterov;
            options.maximize ??= defaults.maximize;
        }, static parameter => new State(parameter));

    public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var options = group.Options;
        var (momentum, decay, rate) = (options.momentum!.Value, options.weight_decay!.Value, options.LearningRate!.Value);
        foreach (var (parameter, gradient, state) in WithGradient<State>(group))
        {
            var direction = decay == 0 ? gradient : gradient.add(parameter, alpha: decay);
            if (momentum != 0)
            {
                if (state.momentum_buffer is null)
                {
                    state.momentum_buffer = direction.clone().DetachFromDisposeScope();
                }
                else
                {
                    state.momentum_buffer.mul_(momentum).add_(direction, alpha: 1 - options.dampening!.Value);
                }

                direction = options.nesterov!.Value ? direction.add(state.momentum_buffer, alpha: momentum) : state.momentum_buffer;
            }

            parameter.add_(direction, alpha: options.maximize!.Value ? rate : -rate);
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeStates();
        _state.Clear();
    }
}
