using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Turns a freshly made original network into the slim model of a file.</summary>
internal static class SlimModelReader
{
    public static void Fill(string path, SafetensorsFile file, SlimManifest manifest, nn.Module model)
    {
        var parts = new ModelParts(model);
        foreach (var recorded in manifest.Layers) Shape(path, recorded, parts);
        var named = model.named_parameters().Select(p => (Name: p.name, Tensor: (Tensor)p.parameter))
            .Concat(model.named_buffers().Select(b => (Name: b.name, Tensor: b.buffer))).ToArray();
        RequireSameNames(path, file, named.Select(t => t.Name).ToHashSet());

        using var quiet = no_grad();
        foreach (var (name, tensor) in named)
        {
            using var saved = file.Read(name);
            if (saved.dtype != tensor.dtype) throw Refuse(path, $"tensor '{name}' is {saved.dtype}, the network's is {tensor.dtype}");
            if (!saved.shape.SequenceEqual(tensor.shape))
            {
                throw Refuse(path, $"tensor '{name}' is [{string.Join(", ", saved.shape)}], the network's would be [{string.Join(", ", tensor.shape)}]");
            }
            tensor.copy_(saved);
        }
    }

    private static void Shape(string path, SlimLayer recorded, ModelParts parts)
    {
        if (parts.Find(recorded.Name, recorded.Axis) is not { } layer)
        {
            throw Refuse(path, $"it prunes layer '{recorded.Name}', which the network does not have in that form");
        }
        if (recorded.Outputs is { } outputs && outputs.Of != layer.Outputs || recorded.Inputs is { } inputs && inputs.Of != layer.Inputs)
        {
            throw Refuse(path, $"layer '{recorded.Name}' had {recorded.Inputs?.Of ?? layer.Inputs} inputs and {recorded.Outputs?.Of ?? layer.Outputs} outputs, the network's has {layer.Inputs} and {layer.Outputs}");
        }
        LayerShrinker.Shrink(layer, new LayerSelection(recorded.Outputs?.Kept, recorded.Inputs?.Kept));
    }

    private static void RequireSameNames(string path, SafetensorsFile file, HashSet<string> names)
    {
        if (names.Except(file.Entries.Keys).FirstOrDefault() is { } missing) throw Refuse(path, $"the network's tensor '{missing}' is not in it");
        if (file.Entries.Keys.Except(names).FirstOrDefault() is { } extra) throw Refuse(path, $"its tensor '{extra}' is not in the network");
    }

    private static InvalidDataException Refuse(string path, string reason) =>
        new($"'{path}' does not fit the network that was made for it: {reason}. Make the network as it was before pruning.");
}
