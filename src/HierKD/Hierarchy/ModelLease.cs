using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The right of one run or session to work in a model. Of two in one model the one that ends last would give it back as it was before both,
/// and undo what the other made of it.
/// </summary>
internal sealed class ModelLease : IDisposable
{
    // A session that nobody holds any more does not come back to its model. Locked while it is read or changed.
    private static readonly List<WeakReference<ModelLease>> Leases = [];

    private readonly nn.Module _model;
    private readonly HashSet<object> _parts;

    private ModelLease(nn.Module model)
    {
        _model = model;
        _parts = new HashSet<object>(ReferenceEqualityComparer.Instance) { model };
        _parts.UnionWith(model.modules());
        _parts.UnionWith(model.parameters());
    }

    /// <summary>Takes a model, with all of its parts.</summary>
    /// <exception cref="ArgumentException">Another run or session has it, or a part of it.</exception>
    public static ModelLease Take(nn.Module model)
    {
        var lease = new ModelLease(model);
        lock (Leases)
        {
            Leases.RemoveAll(reference => !reference.TryGetTarget(out _));
            foreach (var reference in Leases)
            {
                if (!reference.TryGetTarget(out var other) || !other._parts.Overlaps(lease._parts)) continue;
                throw new ArgumentException(
                    other._model == model
                        ? $"The model {model.GetType().Name} is in use by a run or a session that is not over: wait for the run, or " +
                            "dispose the session first."
                        : $"The model {model.GetType().Name} shares layers with a model {other._model.GetType().Name} that a run or a " +
                            "session works in: wait for the run, or dispose the session first.",
                    nameof(model));
            }
            Leases.Add(new WeakReference<ModelLease>(lease));
        }
        return lease;
    }

    public void Dispose()
    {
        lock (Leases) Leases.RemoveAll(reference => !reference.TryGetTarget(out var lease) || lease == this);
    }
}
