using static TorchSharp.torch;

namespace HierKD;

/// <summary>Every parameter and buffer of a model, with the layer each belongs to.</summary>
internal static class ModelTensors
{
    public static IReadOnlyList<ModelTensor> List(nn.Module model, IEnumerable<PrunableLayer> layers)
    {
        var slots = new Dictionary<string, (PrunableLayer Layer, LayerTensor Slot)>();
        foreach (var layer in layers)
        {
            foreach (var slot in layer.Tensors) slots[Key(layer, slot)] = (layer, slot);
        }
        List<ModelTensor> tensors = [];
        foreach (var (name, parameter) in model.named_parameters()) Add(name, parameter, isBuffer: false);
        foreach (var (name, buffer) in model.named_buffers()) Add(name, buffer, isBuffer: true);
        return tensors;

        void Add(string key, Tensor tensor, bool isBuffer)
        {
            var (layer, slot) = slots.GetValueOrDefault(key);
            tensors.Add(
                new ModelTensor(key, tensor, layer, layer is null ? new LayerTensor(key, tensor, null, null, isBuffer) : slot, isBuffer));
        }
    }

    public static string Key(PrunableLayer layer, LayerTensor slot) =>
        layer.Name.Length == 0 ? slot.Name : slot.Name.Length == 0 ? layer.Name : $"{layer.Name}.{slot.Name}";
}
