using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps scaled by running estimates of the gradient's first two moments; weight decay acts on the weights themselves.</summary>
public partial class AdamW : OptimizerHelper, IBetas
{
    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        ThrowIf(lr < 0, "learning rate", lr);
        ThrowIf(eps < 0, "least divisor", eps);
        ThrowIf(beta1 is < 0 or >= 1, "decay rate of the first moment", beta1);
        ThrowIf(beta2 is < 0 or >= 1, "decay rate of the second moment", beta2);
        ThrowIf(weight_decay < 0, "weight decay", weight_decay);
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters)
        {
            add_param_group(group);
        }
    }

    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group) =>
        Add<Options>(param_group, static (options, defaults) =>
        {
            options.beta1 ??= defaults.beta1;
            options.beta2 ??= defaults.beta2;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.amsgrad ??= defaults.amsgrad;
            options.maximize ??= defaults.maximize;
        }, static parameter => new State(parameter));

    public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var options = group.Options;
        var (beta1, beta2) = group.Betas;
        var (decay, rate) = (options.weight_decay!.Value, options.LearningRate!.Value);
        foreach (var (parameter, gradient, state) in WithGradient<State>(group))
        {
            var direction = options.maximize!.Value ? gradient.neg() : gradient;
            state.step++;
            parameter.mul_(1 - (rate * decay));
            state.exp_avg.mul_(beta1).add_(direction, alpha: 1 - beta1);
            state.exp_avg_sq.mul_(beta2).addcmul_(direction, direction, value: 1 - beta2);
            var second = state.exp_avg_sq;
            if (options.amsgrad!.Value)
            {
                var greatest = maximum(state.max_exp_avg_sq, second).DetachFromDisposeScope();
                state.max_exp_avg_sq.Dispose();
                second = state.max_exp_avg_sq = greatest;
            }

            var divisor = second.sqrt().div_(Math.Sqrt(1 - Math.Pow(beta2, state.step))).add_(options.eps!.Value);
            parameter.addcdiv_(state.exp_avg, divisor, value: -rate / (1 - Math.Pow(beta1, state.step)));
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeStates();
    }
}
