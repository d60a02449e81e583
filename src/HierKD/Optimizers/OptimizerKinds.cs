using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The optimizers of torch's that have parameter groups: all but LBFGS.</summary>
internal static class OptimizerKinds
{
    private static readonly Dictionary<Type, OptimizerKind> Known = new()
    {
        [typeof(SGD)] = new OptimizerKind<SGD.State, SGD.Options>()
            .Tensor("momentum_buffer", s => s.momentum_buffer, (s, t) => s.momentum_buffer = t, isOptional: true)
            .Option("momentum", o => o.momentum, (o, v) => o.momentum = v)
            .Option("dampening", o => o.dampening, (o, v) => o.dampening = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("nesterov", o => o.nesterov, (o, v) => o.nesterov = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v),
        [typeof(Adam)] = new OptimizerKind<Adam.State, Adam.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t)
            .Tensor("max_exp_avg_sq", s => s.max_exp_avg_sq, (s, t) => s.max_exp_avg_sq = t, isOptional: true)
            .Option("beta1", o => o.beta1, (o, v) => o.beta1 = v)
            .Option("beta2", o => o.beta2, (o, v) => o.beta2 = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("amsgrad", o => o.amsgrad, (o, v) => o.amsgrad = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v),
        [typeof(AdamW)] = new OptimizerKind<AdamW.State, AdamW.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t)
            .Tensor("max_exp_avg_sq", s => s.max_exp_avg_sq, (s, t) => s.max_exp_avg_sq = t, isOptional: true)
            .Option("beta1", o => o.beta1, (o, v) => o.beta1 = v)
            .Option("beta2", o => o.beta2, (o, v) => o.beta2 = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("amsgrad", o => o.amsgrad, (o, v) => o.amsgrad = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v),
        [typeof(RMSProp)] = new OptimizerKind<RMSProp.State, RMSProp.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("square_avg", s => s.square_avg, (s, t) => s.square_avg = t)
            .Tensor("momentum_buffer", s => s.momentum_buffer, (s, t) => s.momentum_buffer = t, isOptional: true)
            .Tensor("grad_avg", s => s.grad_avg, (s, t) => s.grad_avg = t, isOptional: true)
            .Option("momentum", o => o.momentum, (o, v) => o.momentum = v)
            .Option("alpha", o => o.alpha, (o, v) => o.alpha = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("centered", o => o.centered, (o, v) => o.centered = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v),
        [typeof(Adadelta)] = new OptimizerKind<Adadelta.State, Adadelta.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("square_avg", s => s.square_avg, (s, t) => s.square_avg = t)
            .Tensor("acc_delta", s => s.acc_delta, (s, t) => s.acc_delta = t)
            .Option("rho", o => o.rho, (o, v) => o.rho = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v),
        [typeof(Adagrad)] = new OptimizerKind<Adagrad.State, Adagrad.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("sum", s => s.sum, (s, t) => s.sum = t)
            .Option("lr_decay", o => o.lr_decay, (o, v) => o.lr_decay = v)
            .Option("initial_accumulator_value", o => o.initial_accumulator_value, (o, v) => o.initial_accumulator_value = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v),
        [typeof(Adamax)] = new OptimizerKind<Adamax.State, Adamax.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_inf", s => s.exp_inf, (s, t) => s.exp_inf = t)
            .Option("beta1", o => o.beta1, (o, v) => o.beta1 = v)
            .Option("beta2", o => o.beta2, (o, v) => o.beta2 = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v),
        [typeof(NAdam)] = new OptimizerKind<NAdam.State, NAdam.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Number("mu_product", s => s.mu_product, (s, v) => s.mu_product = v)
            .Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t)
            .Option("beta1", o => o.beta1, (o, v) => o.beta1 = v)
            .Option("beta2", o => o.beta2, (o, v) => o.beta2 = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Option("momentum_decay", o => o.momentum_decay, (o, v) => o.momentum_decay = v),
        [typeof(RAdam)] = new OptimizerKind<RAdam.State, RAdam.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t)
            .Option("beta1", o => o.beta1, (o, v) => o.beta1 = v)
            .Option("beta2", o => o.beta2, (o, v) => o.beta2 = v)
            .Option("eps", o => o.eps, (o, v) => o.eps = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v),
        [typeof(ASGD)] = new OptimizerKind<ASGD.State, ASGD.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Number("eta", s => s.eta, (s, v) => s.eta = v)
            .Number("mu", s => s.mu, (s, v) => s.mu = v)
            .Tensor("ax", s => s.ax, (s, t) => s.ax = t)
            .Option("lambd", o => o.lambd, (o, v) => o.lambd = v)
            .Option("alpha", o => o.alpha, (o, v) => o.alpha = v)
            .Option("t0", o => o.t0, (o, v) => o.t0 = v)
            .Option("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v),
        [typeof(Rprop)] = new OptimizerKind<Rprop.State, Rprop.Options>()
            .Number("step", s => s.step, (s, v) => s.step = (long)v)
            .Tensor("prev", s => s.prev, (s, t) => s.prev = t)
            .Tensor("step_size", s => s.step_size, (s, t) => s.step_size = t)
            .Option("etaminus", o => o.etaminus, (o, v) => o.etaminus = v)
            .Option("etaplus", o => o.etaplus, (o, v) => o.etaplus = v)
            .Option("min_step", o => o.min_step, (o, v) => o.min_step = v)
            .Option("max_step", o => o.max_step, (o, v) => o.max_step = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v),
    };

    /// <summary>The kind of an optimizer; <see langword="null"/> of one of the user's own, which may remember more than is known of it.
    /// </summary>
    public static OptimizerKind? Of(optim.Optimizer optimizer) => Known.GetValueOrDefault(optimizer.GetType());

    /// <summary>
    /// The tensors that an optimizer holds, with their parameters and names; one of the user's own that is made of a kind of torch's counts
    /// as that. <see langword="null"/> if its kind is not known.
    /// </summary>
    public static IEnumerable<(Parameter Parameter, string Name, Tensor Tensor)>? TensorsOf(optim.Optimizer optimizer)
    {
        if (optimizer is not OptimizerHelper known || OfBase(optimizer) is not { } kind) return null;
        return known.parameters().Zip(known.state_dict().State).SelectMany(p => kind.Tensors
            .Select(slot => (Parameter: p.First, slot.Name, Tensor: slot.Get(p.Second)!))
            .Where(held => held.Tensor is { IsInvalid: false }));
    }

    private static OptimizerKind? OfBase(optim.Optimizer optimizer)
    {
        for (var type = optimizer.GetType(); type is not null; type = type.BaseType)
        {
            if (Known.TryGetValue(type, out var kind)) return kind;
        }
        return null;
    }

    /// <summary>The names of the known kinds.</summary>
    public static IEnumerable<string> Names => Known.Keys.Select(type => type.Name);
}
