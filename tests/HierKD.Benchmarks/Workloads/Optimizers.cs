using TorchSharp.Modules;

namespace HierKD.Benchmarks.Workloads;

internal static class Optimizers
{
    /// <summary>The paper's: SGD with Nesterov's momentum.</summary>
    public static SGD Make(IEnumerable<Parameter> parameters) =>
        optim.SGD(parameters, learningRate: 0.01, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
}
