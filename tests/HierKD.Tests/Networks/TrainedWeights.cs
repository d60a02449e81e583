namespace HierKD.Tests;

/// <summary>
/// Gives a network weights and statistics that a trained one might have: no zero biases, no unit scales, no unit variances.
/// </summary>
internal static class TrainedWeights
{
    public static TModule Give<TModule>(TModule module, int seed)
        where TModule : nn.Module
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var generator = new Generator((ulong)seed);
        foreach (var (_, parameter) in module.named_parameters())
        {
            var fanIn = parameter.dim() > 1 ? parameter.shape[1..].Aggregate(1L, (a, b) => a * b) : 4;
            var offset = parameter.dim() > 1 ? 0 : 0.4;
            parameter.copy_(randn(parameter.shape, generator: generator) * (1.5 / Math.Sqrt(fanIn)) + offset);
        }
        foreach (var (name, buffer) in module.named_buffers())
        {
            if (!buffer.is_floating_point()) continue;
            buffer.copy_(name.EndsWith("running_var", StringComparison.Ordinal)
                ? rand(buffer.shape, generator: generator) + 0.5
                : randn(buffer.shape, generator: generator) * 0.3);
        }
        return module;
    }
}
