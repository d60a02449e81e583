using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The layers with parameters or buffers that a forward pass calls, in order.</summary>
internal sealed class ForwardTrace
{
    private ForwardTrace(nn.Module<Tensor, Tensor> model, IReadOnlyList<LayerCall> calls)
    {
        Model = model;
        Calls = calls;
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    public IReadOnlyList<LayerCall> Calls { get; }

    /// <summary>Runs the model once with a hook on every module that owns parameters or buffers itself.</summary>
    public static ForwardTrace Record(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        var owners = TensorOwners(model);
        List<LayerCall> calls = [];
        List<Action> unhook = [];
        try
        {
            foreach (var (name, module) in owners)
            {
                if (module is not nn.Module<Tensor, Tensor> layer) continue;
                var known = LayerCatalog.Find(name, module);
                var hook = layer.register_forward_hook((_, input, output) =>
                {
                    calls.Add(new LayerCall(known, name, module.GetType().Name, input.shape, output.shape));
                    return output;
                });
                unhook.Add(hook.remove);
            }
            RequireFiniteOutput(model, exampleInput);
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
        RequireEveryLayerCalled(model, owners, calls);
        return new ForwardTrace(model, calls);
    }

    private static (string Name, nn.Module Module)[] TensorOwners(nn.Module model)
    {
        var owners = model.named_modules()
            .Where(m => m.module.parameters(recurse: false).Any() || m.module.buffers(recurse: false).Any())
            .DistinctBy(m => m.module)
            .Select(m => (m.name, m.module))
            .ToArray();
        if (!model.parameters().Any())
        {
            throw new ArgumentException($"The model {model.GetType().Name} has no parameters: there is nothing to remove.", nameof(model));
        }
        return owners;
    }

    private static void RequireFiniteOutput(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        Tensor output;
        using var before = exampleInput.clone();
        try
        {
            output = model.call(exampleInput);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new ArgumentException(
                $"The model's forward fails on the example input [{string.Join(", ", exampleInput.shape)}] ({exampleInput.dtype}): {failure.Message}", nameof(exampleInput), failure);
        }
        if (exampleInput.ne(before).logical_and(before.isfinite()).any().ToBoolean())
        {
            throw new ArgumentException("The model's forward changes its input in place; every level reads the same input, so write x = x.sub(…) in place of x.sub_(…).", nameof(model));
        }
        if (!output.isfinite().all().ToBoolean())
        {
            throw new ArgumentException("The model's output on the example input is not finite: load trained weights before pruning.", nameof(model));
        }
    }

    private static void RequireEveryLayerCalled(nn.Module model, (string Name, nn.Module Module)[] owners, List<LayerCall> calls)
    {
        var called = calls.Select(c => c.Name).ToHashSet();
        foreach (var (name, module) in owners)
        {
            // A module of another form than tensor to tensor cannot be watched; verification finds out what reaches it.
            if (called.Contains(name) || module is not nn.Module<Tensor, Tensor>) continue;
            throw new ArgumentException(
                $"The forward of {model.GetType().Name} never calls layer '{name}' ({module.GetType().Name}) in a way that can be seen. " +
                $"If it writes {name}.forward(x), write {name}.call(x); if the layer is not used, remove it.", nameof(model));
        }
    }
}
