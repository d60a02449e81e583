using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The models that a session works in. Of two sessions in one model the one that ends last would give it back as it was before both, and
/// undo what the other made of it.
/// </summary>
internal static class BorrowedModels
{
    // A session that nobody holds any more does not come back to its model.
    private static readonly ConditionalWeakTable<nn.Module, WeakReference<PruningSession>> Borrowers = [];

    /// <exception cref="ArgumentException">Another session works in the model.</exception>
    public static void Require(nn.Module model)
    {
        if (!Borrowers.TryGetValue(model, out var reference) || !reference.TryGetTarget(out _)) return;
        throw new ArgumentException($"The model {model.GetType().Name} has a session that is not over: dispose it first.", nameof(model));
    }

    public static void Add(nn.Module model, PruningSession session) =>
        Borrowers.AddOrUpdate(model, new WeakReference<PruningSession>(session));

    public static void Remove(nn.Module model) => Borrowers.Remove(model);
}
