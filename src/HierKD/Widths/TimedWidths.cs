namespace HierKD;

/// <summary>
/// Widths that the device computes fast: the number of filters that each group keeps is chosen by the time that the layers take, within
/// the same budget and for nearly the same scores.
/// </summary>
/// <remarks>
/// <para>
/// Kernels work on 8, 16 or more channels at a time, so that a layer of 61 channels may take longer than one of 64, and one of 17 as long
/// as one of 32. Which widths are good depends on the processor, on the layer and on the batch. So each layer is timed alone, at the
/// widths near those that the pruner has chosen; the widths with the least time are looked for, and the smaller model is timed with both,
/// all of it, in turns. Where that does not show it to be faster, beyond the spread of the rounds, the pruner's widths stay.
/// </para>
/// <para>
/// A group moves by a third of its width at most, or by four filters. One that becomes wider gets the filters with the highest scores among
/// those that are off, one that becomes narrower loses those with the lowest. None leaves what the next larger level has, what the pruner
/// keeps at least, or the limits of its part. A level keeps within its budget, and gives up no more than <see cref="Tolerance"/>.
/// </para>
/// <para>
/// Times are not deterministic: two runs may end with other widths. A run that goes on from a checkpoint measures again only where it had
/// not measured before.
/// </para>
/// </remarks>
public sealed record TimedWidths
{
    /// <summary>
    /// The fraction that a level may give up for time, both of what its mask costs in the chain's <see cref="Measure"/> and of the scores
    /// that it keeps, those of each group divided by their mean; in [0, 1).
    /// </summary>
    /// <value>0.05 by default. With 0 a group becomes narrower only where others become wider.</value>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>How long layers may be timed for one level, in seconds, above 0.</summary>
    /// <value>60 by default; small networks take a few. When it is over, the search goes on with what is known.</value>
    public double MostSeconds { get; init; } = 60;

    /// <summary>Both options.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"TimedWidths {{ Tolerance = {Tolerance}, MostSeconds = {MostSeconds} }}");

    internal void Validate(string argument)
    {
        if (Tolerance is not (>= 0 and < 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"TimedWidths.Tolerance is {Tolerance}; it must be in [0, 1)."), argument);
        }
        if (!(MostSeconds > 0 && MostSeconds <= TimeSpan.MaxValue.TotalSeconds))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"TimedWidths.MostSeconds is {MostSeconds}; it must be above 0."), argument);
        }
    }
}
