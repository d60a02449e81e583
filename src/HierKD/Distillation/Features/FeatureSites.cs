using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Finds the modules that a loss compares, and which of their channels are on in a level.</summary>
internal static class FeatureSites
{
    /// <summary>The sites of a loss's modules.</summary>
    /// <exception cref="ArgumentException">A module does not exist, is not called once in a pass, or has outputs whose channels do not
    /// belong to filters one by one.</exception>
    public static IReadOnlyList<FeatureSite> Find(
        IDistillationLoss loss, WorkingModel working, FilterGraph graph, IReadOnlyList<Tensor> exampleInputs)
    {
        var paths = (loss.Modules
            ?? throw Bad($"The Modules of the distillation loss {loss.GetType().Name} are null; they must be paths of modules, or empty."))
            .Distinct()
            .ToArray();
        if (paths.Length == 0) return [];
        using var scope = NewDisposeScope();
        var few = ModelInputs.Few(exampleInputs, atMost: 2);
        var modules = working.Module.named_modules().DistinctBy(m => m.name).ToDictionary(m => m.name, m => m.module);
        var layers = graph.Layers.OfType<ModuleLayer>().ToArray();
        var named = paths.Select(path => (Path: path, Module: Named(path, loss, modules), Layer: Array.Find(layers, l => l.Name == path)))
            .ToArray();
        RequireOneCall(working, few, named.Select(n => (n.Path, n.Module)).ToArray());

        using var trace = new FeatureTrace(working, graph, few);
        var traced = trace.Find(named.Where(n => n.Layer is null).Select(n => (n.Path, n.Module)).ToArray()).ToDictionary(s => s.Path);
        return named.Select(n => n.Layer is { } layer ? new LayerSite(layer) : (FeatureSite)traced[n.Path]).ToArray();
    }

    private static nn.Module<Tensor, Tensor> Named(string path, IDistillationLoss loss, IReadOnlyDictionary<string, nn.Module> modules)
    {
        if (path is null || !modules.TryGetValue(path, out var module))
        {
            throw Bad(
                $"The distillation loss {loss.GetType().Name} names the module '{path}', which the model does not have; near it are " +
                $"{NearNames.Of(path ?? "", modules.Keys)}.");
        }
        return module as nn.Module<Tensor, Tensor>
            ?? throw Bad(
                $"The distillation loss {loss.GetType().Name} names the module '{path}', a {module.GetType().Name}, which does not map " +
                $"one tensor to one tensor.");
    }

    private static void RequireOneCall(WorkingModel working, Tensor[] example, (string Path, nn.Module<Tensor, Tensor> Module)[] named)
    {
        var calls = new int[named.Length];
        var hooks = named.Select((n, i) => n.Module.register_forward_hook((_, _, output) =>
        {
            calls[i]++;
            return output;
        })).ToArray();
        try
        {
            working.Evaluate(working.Own, () => working.Call(example));
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
        }
        for (var i = 0; i < named.Length; i++)
        {
            if (calls[i] == 1) continue;
            throw Bad(
                $"The distillation loss names the module '{named[i].Path}', which the forward calls {calls[i]} times; name a module that " +
                $"it calls once, through .call(x).");
        }
    }

    private static ArgumentException Bad(string what, string argument = "options") => new(what, argument);
}
