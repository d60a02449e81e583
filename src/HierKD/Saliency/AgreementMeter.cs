using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Compares the gate gradients of each level with those of the level that was trained before it in the same step, its teacher.
/// </summary>
internal sealed class AgreementMeter : IDisposable
{
    private (FilterMask Mask, Tensor[] Gates)? _teacher;

    /// <summary>
    /// The agreement of a level with the one before it; <see langword="null"/> for the first, and where they have no filters in common.
    /// </summary>
    public GradientAgreement? Next(LevelTensors level)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var step = new LevelStep(level);
        var gates = level.Mask.Graph.Groups.Select(group => GateGradientScorer.AtConsumers(group, step).DetachFromDisposeScope()).ToArray();
        var agreement = _teacher is var (mask, above) ? Compare(level.Mask, gates, mask, above) : null;
        Dispose();
        _teacher = (level.Mask, gates);
        return agreement;
    }

    public void Dispose()
    {
        foreach (var gate in _teacher?.Gates ?? []) gate.Dispose();
        _teacher = null;
    }

    private static GradientAgreement? Compare(FilterMask mask, Tensor[] gates, FilterMask teacherMask, Tensor[] teacherGates)
    {
        List<Tensor> own = [], teacher = [];
        foreach (var group in mask.Graph.Groups)
        {
            var (kept, above) = (mask.KeptFilters(group), teacherMask.KeptFilters(group));
            var common = kept.Where(f => teacherMask[group][f]).ToArray();
            if (common.Length == 0) continue;
            own.Add(Select(gates[group.Index], kept, common));
            teacher.Add(Select(teacherGates[group.Index], above, common));
        }
        return own.Count == 0 ? null : GradientAgreement.Of(own, teacher);
    }

    private static Tensor Select(Tensor gates, int[] filters, int[] chosen) =>
        gates.index_select(0, torch.tensor(chosen.Select(f => (long)Array.BinarySearch(filters, f)).ToArray(), device: gates.device));
}
