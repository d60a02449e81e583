using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps scaled by a running mean of the squared gradient.</summary>
public partial class RMSProp : OptimizerHelper, IMomentum
{
    public RMSProp(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
        double momentum = 0.0, bool centered = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
    {
    }

    public RMSProp(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
        double momentum = 0.0, bool centered = false, bool maximize = false)
    {
        ThrowIf(lr < 0, "learning rate", lr);
        ThrowIf(eps < 0, "least divisor", eps);
        ThrowIf(alpha < 0, "decay rate", alpha);
        ThrowIf(momentum < 0, "momentum", momentum);
        ThrowIf(weight_decay < 0, "weight decay", weight_decay);
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            alpha = alpha,
            eps = eps,
            weight_decay = weight_decay,
            momentum = momentum,
            centered = centered,
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
            options.alpha ??= defaults.alpha;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.momentum ??= defaults.momentum;
            options.centered ??= defaults.centered;
            options.maximize ??= defaults.maximize;
        }, static parameter => new State(parameter));

    public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var options = group.Options;
        var (alpha, decay, rate) = (options.alpha!.Value, options.weight_decay!.Value, options.LearningRate!.Value);
        foreach (var (parameter, gradient, state) in WithGradient<State>(group))
        {
            var direction = options.maximize!.Value ? gradient.neg() : gradient;
            state.step++;
            if (decay != 0)
            {
                direction = direction.add(parameter, alpha: decay);
            }

            state.square_avg.mul_(alpha).addcmul_(direction, direction, value: 1 - alpha);
            Tensor divisor;
            if (options.centered!.Value)
            {
                state.grad_avg.mul_(alpha).add_(direction, alpha: 1 - alpha);
                divisor = state.square_avg.addcmul(state.grad_avg, state.grad_avg, value: -1).sqrt_();
            }
            else
            {
                divisor = state.square_avg.sqrt();
            }

            divisor.add_(options.eps!.Value);
            if (options.momentum > 0)
            {
                state.momentum_buffer.mul_(options.momentum.Value).addcdiv_(direction, divisor, value: 1);
                parameter.add_(state.momentum_buffer, alpha: -rate);
            }
            else
            {
                parameter.addcdiv_(direction, divisor, value: -rate);
            }
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeStates();
        _state.Clear();
    }
}
