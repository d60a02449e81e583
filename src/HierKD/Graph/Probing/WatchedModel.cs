using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The parts of a model that discovery looks at.</summary>
internal sealed class WatchedModel
{
    private WatchedModel(
        nn.Module model, IReadOnlyList<WatchedLayer> layers, IReadOnlyList<OwnTensor> ownTensors,
        IReadOnlyList<(string Name, nn.Module Module)> opaque)
    {
        Model = model;
        Layers = layers;
        OwnTensors = ownTensors;
        Opaque = opaque;
    }

    public nn.Module Model { get; }

    /// <summary>The layers of known kinds, in the order of registration.</summary>
    public IReadOnlyList<WatchedLayer> Layers { get; }

    /// <summary>Tensors of modules of the user's own, single numbers too.</summary>
    public IReadOnlyList<OwnTensor> OwnTensors { get; }

    /// <summary>TorchSharp's modules with parameters whose kind HierKD cannot shrink.</summary>
    public IReadOnlyList<(string Name, nn.Module Module)> Opaque { get; }

    /// <summary>Where the parameters are.</summary>
    public Device Device => Model.parameters().First().device;

    /// <exception cref="ArgumentException">The model has no parameters.</exception>
    public static WatchedModel Of(nn.Module model)
    {
        if (!model.parameters().Any())
        {
            throw new ArgumentException($"The model {model.GetType().Name} has no parameters: there is nothing to remove.", nameof(model));
        }
        var modules = model.named_modules().DistinctBy(m => m.module).Select(m => (Name: m.name, Module: m.module)).ToArray();
        var layers =
            modules.Select(m => LayerCatalog.Find(m.Name, m.Module)).OfType<ModuleLayer>().Select(l => new WatchedLayer(l)).ToArray();
        var known = layers.Select(l => (nn.Module)l.Layer.Module).ToHashSet();
        var opaque = modules.Where(m => !known.Contains(m.Module) && IsTorchSharps(m.Module) && HasOwnParameters(m.Module)).ToArray();
        var ownTensors = modules.Where(m => !IsTorchSharps(m.Module)).Prepend(("", model)).SelectMany(TensorsOf)
            .DistinctBy(t => t.Tensor.Handle).ToArray();
        return new WatchedModel(model, layers, ownTensors, opaque);
    }

    private static IEnumerable<OwnTensor> TensorsOf((string Name, nn.Module Module) owner)
    {
        var prefix = owner.Name.Length == 0 ? "" : owner.Name + ".";
        var parameters =
            owner.Module.named_parameters(recurse: false).Select(p => new OwnTensor(prefix + p.name, p.parameter, isBuffer: false));
        var buffers = owner.Module.named_buffers(recurse: false).Select(b => new OwnTensor(prefix + b.name, b.buffer, isBuffer: true));
        return parameters.Concat(buffers).Where(t => t.Tensor.is_floating_point() && t.Tensor.numel() > 0);
    }

    /// <summary>Whether TorchSharp made the module; its lists of parameters only hold what is the user's.</summary>
    public static bool IsTorchSharps(nn.Module module) =>
        module.GetType().Assembly == typeof(nn.Module).Assembly && module is not (ParameterList or ParameterDict);

    /// <summary>A single number, such as the one slope of a PReLU, is the same for every channel.</summary>
    private static bool HasOwnParameters(nn.Module module) => module.parameters(recurse: false).Any(p => p.numel() > 1);
}
