using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Whether an optimizer trains what it is meant to train.</summary>
internal static class OptimizerCheck
{
    public static void Require(optim.Optimizer optimizer, IEnumerable<Parameter> parameters, string argument, string source)
    {
        var meant = parameters.Select(p => p.Handle).ToHashSet();
        if (optimizer.parameters().Any(p => !p.IsInvalid && meant.Contains(p.Handle))) return;
        throw new ArgumentException(
            $"The optimizer ({optimizer.GetType().Name}) holds none of the parameters that are trained here; the " +
            $"model's own are not. Make it on {source}.",
            argument);
    }
}
