using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The layers and tensors of a model by name.</summary>
internal sealed class ModelParts(nn.Module model)
{
    private readonly Dictionary<string, nn.Module> _modules = model.named_modules().ToDictionary(m => m.name, m => m.module);

    /// <summary>The layer of a name; with an axis, the tensor of a module of the user's own.</summary>
    public PrunableLayer? Find(string name, int? axis) => axis is { } along
        ? FindTensor(name, along)
        : _modules.TryGetValue(name, out var module) ? LayerCatalog.Find(name, module) : null;

    private OwnTensorLayer? FindTensor(string key, int axis)
    {
        var parameters = model.named_parameters().Select(p => (Key: p.name, Tensor: (Tensor)p.parameter, IsBuffer: false));
        var buffers = model.named_buffers().Select(b => (Key: b.name, Tensor: b.buffer, IsBuffer: true));
        var found = parameters.Concat(buffers).FirstOrDefault(t => t.Key == key);
        return found.Tensor is { } tensor
            && axis >= 0
            && axis < tensor.dim() ? new OwnTensorLayer(key, tensor, axis, found.IsBuffer) : null;
    }
}
