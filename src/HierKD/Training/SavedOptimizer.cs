using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The state of an optimizer on its way into a file or out of it: of torch's own kinds every tensor and number by its name, each looked at
/// before the optimizer gets it; of a user's own kind bytes in TorchSharp's form, which only its own code understands.
/// </summary>
internal sealed class SavedOptimizer : IDisposable
{
    /// <summary>What the names of all tensors begin with.</summary>
    public const string Prefix = "optimizer/";

    private const string OpaqueName = Prefix + "bytes";

    private readonly string _source;
    private readonly Dictionary<string, Tensor> _tensors;

    private SavedOptimizer(string source, OptimizerManifest manifest, Dictionary<string, Tensor> tensors) =>
        (_source, Manifest, _tensors) = (source, manifest, tensors);

    /// <summary>What the file says of the optimizer.</summary>
    public OptimizerManifest Manifest { get; }

    /// <summary>Its tensors, by their names in the file; disposed with this.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => _tensors.Select(t => (t.Key, t.Value));

    /// <summary>The state of an optimizer as it is now. Its tensors are aliases, to be written before the next step.</summary>
    /// <exception cref="ArgumentException">The optimizer cannot be saved.</exception>
    public static SavedOptimizer Of(optim.Optimizer optimizer)
    {
        var savable = Savable(optimizer);
        var name = optimizer.GetType().Name;
        if (OptimizerKinds.Of(optimizer) is not { } kind)
        {
            var bytes = tensor(BytesOf(savable)).DetachFromDisposeScope();
            return new SavedOptimizer("", new OptimizerManifest(name, null, null), new Dictionary<string, Tensor> { [OpaqueName] = bytes });
        }
        var state = savable.state_dict();
        var groups = state.Options.Select(options => new OptimizerGroup(
            kind.Options.ToDictionary(o => o.Name, o => o.Get(options)), kind.Flags.ToDictionary(f => f.Name, f => f.Get(options))));
        var numbers = state.State
            .Select(IReadOnlyDictionary<string, double> (own) => kind.Numbers.ToDictionary(n => n.Name, n => n.Get(own)));
        var held = new Dictionary<string, Tensor>();
        for (var i = 0; i < state.State.Count; i++)
        {
            foreach (var slot in kind.Tensors)
            {
                if (slot.Get(state.State[i]) is { } value) held.Add(NameOf(i, slot.Name), value.detach().DetachFromDisposeScope());
            }
        }
        return new SavedOptimizer("", new OptimizerManifest(name, [.. groups], [.. numbers]), held);
    }

    /// <summary>Reads the state of an optimizer; the caller disposes it.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="manifest">What it says of the optimizer.</param>
    /// <param name="entries">The types and shapes of the tensors.</param>
    /// <param name="read">Reads a tensor: not before all that the manifest and the entries tell is right.</param>
    /// <param name="optimizer">The optimizer that the state is for; left alone.</param>
    /// <exception cref="InvalidDataException">The state is of another kind of optimizer, of other parameters, or cannot be
    /// right.</exception>
    public static SavedOptimizer Read(
        string source, OptimizerManifest manifest, IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> entries,
        Func<string, Tensor> read, optim.Optimizer optimizer)
    {
        var (kind, own, savable) = (OptimizerKinds.Of(optimizer), optimizer.GetType().Name, Savable(optimizer));
        if (manifest.Kind != own || kind is null != manifest.Groups is null)
        {
            throw new InvalidDataException(
                $"'{source}' has the state of the optimizer {MessageText.Of(manifest.Kind ?? "")}, but this one is {own}: make the same " +
                "kind again, or delete the checkpoint to begin anew.");
        }
        if (kind is not null) OptimizerFit.RequireForm(source, manifest, entries, kind, savable, NameOf);
        else if (entries.GetValueOrDefault(OpaqueName) is not (ScalarType.Byte, [_]))
        {
            throw OptimizerFit.Refuse(source, "its bytes are not there");
        }
        var tensors = new Dictionary<string, Tensor>();
        var saved = new SavedOptimizer(source, manifest, tensors);
        try
        {
            foreach (var name in entries.Keys) tensors.Add(name, read(name).DetachFromDisposeScope());
            OptimizerFit.RequireFinite(source, tensors);
            return saved;
        }
        catch
        {
            saved.Dispose();
            throw;
        }
    }

    /// <summary>Gives the state to the optimizer that it was read for.</summary>
    /// <exception cref="InvalidDataException">An optimizer of the user's own cannot read it.</exception>
    public void GiveTo(optim.Optimizer optimizer)
    {
        if (OptimizerKinds.Of(optimizer) is { } kind) Give(kind, Savable(optimizer));
        else GiveBytes(Savable(optimizer));
    }

    /// <summary>The optimizer, if it has a state that can be saved.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static OptimizerHelper Savable(optim.Optimizer optimizer) => optimizer as OptimizerHelper ?? throw new ArgumentException(
        $"The optimizer {optimizer.GetType().Name} has no state that can be saved (it is no OptimizerHelper): take one of torch.optim, " +
        "or run without a checkpoint.",
        nameof(optimizer));

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
    }

    private static string NameOf(int parameter, string name) => $"{Prefix}{parameter}/{name}";

    private void Give(OptimizerKind kind, OptimizerHelper optimizer)
    {
        var state = optimizer.state_dict();
        using var quiet = no_grad();
        for (var i = 0; i < state.Options.Count; i++)
        {
            foreach (var slot in kind.Options) slot.Set(state.Options[i], Manifest.Groups![i].Options![slot.Name]);
            foreach (var slot in kind.Flags) slot.Set(state.Options[i], Manifest.Groups![i].Flags![slot.Name]);
        }
        foreach (var (own, parameter, i) in state.State.Zip(optimizer.parameters()).Select((pair, i) => (pair.First, pair.Second, i)))
        {
            foreach (var slot in kind.Numbers) slot.Set(own, Manifest.Numbers![i][slot.Name]);
            foreach (var slot in kind.Tensors)
            {
                var before = slot.Get(own);
                // What the optimizer remembers is its own, whatever dispose scope the caller is in.
                slot.Set(own, _tensors.GetValueOrDefault(NameOf(i, slot.Name))?.to(parameter.device, copy: true).DetachFromDisposeScope());
                before?.Dispose();
            }
        }
    }

    private static byte[] BytesOf(OptimizerHelper optimizer)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        optimizer.save_state_dict(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    private void GiveBytes(OptimizerHelper optimizer)
    {
        try
        {
            using var bytes = new MemoryStream(_tensors[OpaqueName].bytes.ToArray());
            using var reader = new BinaryReader(bytes);
            optimizer.load_state_dict(reader);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw OptimizerFit.Refuse(_source, $"{optimizer.GetType().Name} cannot read it ({MessageText.Of(failure.Message)})", failure);
        }
    }
}
