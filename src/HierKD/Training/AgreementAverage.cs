namespace HierKD;

/// <summary>The mean agreement of each level with its teacher, over the steps in which it was measured.</summary>
internal sealed class AgreementAverage
{
    private readonly Dictionary<string, (double Cosine, double Signs, int Steps)> _sums = new(StringComparer.Ordinal);

    public bool IsEmpty => _sums.Count == 0;

    public void Add(IEnumerable<LevelLoss> losses)
    {
        foreach (var loss in losses)
        {
            if (loss.Agreement is not { } agreement) continue;
            var (cosine, signs, steps) = _sums.GetValueOrDefault(loss.Level);
            _sums[loss.Level] = (cosine + agreement.Cosine, signs + agreement.SignAgreement, steps + 1);
        }
    }

    /// <summary>The mean of a level; <see langword="null"/> if it was never measured.</summary>
    public GradientAgreement? Of(string level) =>
        _sums.TryGetValue(level, out var sum) ? new GradientAgreement(sum.Cosine / sum.Steps, sum.Signs / sum.Steps) : null;

    /// <summary>The means by level, of those that were measured.</summary>
    public IReadOnlyDictionary<string, GradientAgreement> Means() => _sums.Keys.ToDictionary(level => level, level => Of(level)!);
}
