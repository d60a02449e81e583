using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Turns a freshly made original network into a slim model.</summary>
/// <param name="source">What the slim model's values come from, as a message calls it.</param>
/// <param name="manifest">The channels that are left.</param>
/// <param name="entries">The types and shapes of all tensors.</param>
/// <param name="read">Gives a tensor by its name; it is disposed after use.</param>
internal sealed class SlimModelReader(
    string source, SlimManifest manifest, IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> entries, Func<string, Tensor> read)
{
    /// <summary>Makes a network and fills it; it is disposed if it does not fit.</summary>
    /// <exception cref="InvalidDataException">The network is another.</exception>
    public TModel Make<TModel>(Func<TModel> create)
        where TModel : nn.Module
    {
        var model = create()
            ?? throw new ArgumentException("create returned null; it must make the original, unpruned network.", nameof(create));
        try
        {
            Fill(model);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private void Fill(nn.Module model)
    {
        var parts = new ModelParts(model);
        foreach (var recorded in manifest.Layers) Shape(recorded, parts);
        var named = model.named_parameters().Select(p => (Name: p.name, Tensor: (Tensor)p.parameter))
            .Concat(model.named_buffers().Select(b => (Name: b.name, Tensor: b.buffer))).ToArray();
        RequireSameNames(named.Select(t => t.Name).ToHashSet());
        // All that the header tells comes before the first tensor's data, which may be as large as the file likes.
        foreach (var (name, tensor) in named) RequireSameForm(name, tensor);

        using var quiet = no_grad();
        foreach (var (name, tensor) in named)
        {
            using var saved = read(name);
            tensor.copy_(saved);
            if (saved.dtype != tensor.dtype) RequireRepresentable(name, saved, tensor);
        }
    }

    private void RequireSameForm(string name, Tensor own)
    {
        var (type, shape) = entries[name];
        if (type != own.dtype && !FloatConversion.CanConvert(type, own.dtype))
        {
            throw Refuse($"tensor '{name}' is {type}, the network's is {own.dtype}");
        }
        if (!shape.SequenceEqual(own.shape))
        {
            throw Refuse(
                $"tensor '{name}' is {MessageText.Of($"[{string.Join(", ", shape)}]")}, the network's would be " +
                $"[{string.Join(", ", own.shape)}]");
        }
    }

    private void RequireRepresentable(string name, Tensor saved, Tensor converted)
    {
        if (FloatConversion.Overflows(saved, converted))
        {
            throw Refuse($"tensor '{name}' has values of {saved.dtype} that are too large for the network's {converted.dtype}");
        }
    }

    private void Shape(SlimLayer recorded, ModelParts parts)
    {
        if (parts.Find(recorded.Name, recorded.Axis) is not { } layer)
        {
            throw Refuse($"it prunes layer '{MessageText.Of(recorded.Name)}', which the network does not have in that form");
        }
        if (recorded.Outputs is { } outputs && outputs.Of != layer.Outputs || recorded.Inputs is { } inputs && inputs.Of != layer.Inputs)
        {
            throw Refuse(
                $"layer '{recorded.Name}' had {recorded.Inputs?.Of ?? layer.Inputs} inputs and {recorded.Outputs?.Of ?? layer.Outputs} " +
                $"outputs, the network's has {layer.Inputs} and {layer.Outputs}");
        }
        LayerShrinker.Shrink(layer, new LayerSelection(recorded.Outputs?.Kept, recorded.Inputs?.Kept));
    }

    private void RequireSameNames(HashSet<string> own)
    {
        if (own.FirstOrDefault(name => !entries.ContainsKey(name)) is { } missing)
        {
            throw Refuse($"the network's tensor '{missing}' is not in it");
        }
        if (entries.Keys.FirstOrDefault(name => !own.Contains(name)) is { } extra)
        {
            throw Refuse($"its tensor '{MessageText.Of(extra)}' is not in the network");
        }
    }

    private InvalidDataException Refuse(string reason) =>
        new($"{source} does not fit the network that was made for it: {reason}. Make the network as it was before pruning.");
}
