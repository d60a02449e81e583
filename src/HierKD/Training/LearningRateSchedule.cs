using System.Globalization;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// How learning rates change during a phase. Every phase begins at the start, with an optimizer of its own; the rates of its parameter
/// groups keep their proportions.
/// </summary>
/// <remarks>
/// A warm-up rises linearly from 0 to the initial rates; what follows it has the rest of the phase to itself. The schedules here change
/// with every step, that of <see cref="From"/> with every epoch. Within the first epoch of data that cannot be counted the position stands
/// still (<see cref="PruningData.TrainBatches"/>).
/// </remarks>
public abstract class LearningRateSchedule
{
    private readonly string _text;

    private protected LearningRateSchedule(double warmUpEpochs, string text)
    {
        if (!(warmUpEpochs >= 0 && double.IsFinite(warmUpEpochs)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(warmUpEpochs), warmUpEpochs,
                string.Create(CultureInfo.InvariantCulture, $"warmUpEpochs is {warmUpEpochs}; it must be 0 or more, and finite."));
        }
        WarmUpEpochs = warmUpEpochs;
        _text = text;
    }

    /// <summary>The epochs of linear warm-up; fractions count.</summary>
    public double WarmUpEpochs { get; }

    /// <summary>Half a cosine over the phase, from the initial rates to 0. The default.</summary>
    /// <param name="warmUpEpochs">Epochs of warm-up before it, fractions allowed. Default 0.</param>
    public static LearningRateSchedule Cosine(double warmUpEpochs = 0) =>
        new PositionSchedule(at => HalfCosine(at.Progress), warmUpEpochs, "half a cosine");

    /// <summary>
    /// Half a cosine over and over, each cycle from <paramref name="decay"/> times the height of the one before: the cosine learning rate
    /// with five-epoch cycles and exponential decay of Miles and Mikolajczyk (BMVC 2020). The paper does not state its decay; the default
    /// is a guess.
    /// </summary>
    /// <param name="epochs">The epochs of a cycle, 1 or more; the last one is cut off if the phase is no multiple. Default 5.</param>
    /// <param name="decay">What each cycle begins with, relative to the one before; in (0, 1]. Default 0.9.</param>
    /// <param name="warmUpEpochs">Epochs of warm-up before the first cycle, fractions allowed. Default 0.</param>
    public static LearningRateSchedule CosineCycles(int epochs = 5, double decay = 0.9, double warmUpEpochs = 0)
    {
        if (epochs < 1) throw new ArgumentOutOfRangeException(nameof(epochs), epochs, $"epochs is {epochs}; a cycle has at least 1.");
        RequireFactor(decay, nameof(decay));
        return new PositionSchedule(
            at =>
            {
                var cycle = Math.Floor(at.Epoch / epochs);
                return Math.Pow(decay, cycle) * HalfCosine(at.Epoch / epochs - cycle);
            },
            warmUpEpochs,
            string.Create(CultureInfo.InvariantCulture, $"cosine cycles of {epochs} epochs, each {decay} times the one before"));
    }

    /// <summary>The initial rates throughout.</summary>
    /// <param name="warmUpEpochs">Epochs of warm-up before them, fractions allowed. Default 0.</param>
    public static LearningRateSchedule Constant(double warmUpEpochs = 0) => new PositionSchedule(_ => 1, warmUpEpochs, "constant");

    /// <summary>The initial rates, multiplied by a factor at certain moments.</summary>
    /// <param name="at">The moments as parts of the phase, each in (0, 1), rising; <c>[0.5, 0.75]</c> is usual for residual networks on
    /// CIFAR.</param>
    /// <param name="factor">What the rates are multiplied by at each, in (0, 1]. Default 0.1.</param>
    /// <param name="warmUpEpochs">Epochs of warm-up before, fractions allowed. Default 0.</param>
    public static LearningRateSchedule Steps(IEnumerable<double> at, double factor = 0.1, double warmUpEpochs = 0)
    {
        ArgumentNullException.ThrowIfNull(at);
        var moments = at.ToArray();
        var listed = string.Join(", ", moments.Select(m => m.ToString(CultureInfo.InvariantCulture)));
        if (moments.Length == 0
            || moments.Any(m => m is not (> 0 and < 1))
            || moments.Zip(moments.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException($"The moments are [{listed}]; give parts of the phase in (0, 1), rising.", nameof(at));
        }
        RequireFactor(factor, nameof(factor));
        return new PositionSchedule(
            position => Math.Pow(factor, moments.Count(m => position.Progress >= m)), warmUpEpochs,
            string.Create(CultureInfo.InvariantCulture, $"times {factor} at {listed} of the phase"));
    }

    /// <summary>A function of the position.</summary>
    /// <param name="factor">What the initial rates are multiplied by: finite, 0 or more. It should depend on the position alone, or a run
    /// that continues from a checkpoint ends elsewhere.</param>
    /// <example><code>LearningRateSchedule.Of(at => 1 - at.Progress) // a straight line to 0</code></example>
    public static LearningRateSchedule Of(Func<PhasePosition, double> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new PositionSchedule(factor, 0, "a function of the position");
    }

    /// <summary>
    /// A scheduler of torch's, stepped once after every epoch; one that is made for steps within the epoch counts epochs here.
    /// </summary>
    /// <param name="scheduler">
    /// Makes the scheduler on the optimizer that it is given, anew for every phase. One that wants a metric (<c>ReduceLROnPlateau</c>) is
    /// refused when the phase begins: early stopping is <see cref="FineTuningOptions.Patience"/>.
    /// </param>
    /// <example><code>LearningRateSchedule.From(optimizer => torch.optim.lr_scheduler.MultiStepLR(optimizer, [40, 60]))</code></example>
    public static LearningRateSchedule From(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        return new SchedulerSchedule(scheduler);
    }

    /// <summary>Begins a phase.</summary>
    /// <param name="optimizer">The optimizer, with its initial learning rates: before the state of an interrupted phase is loaded into
    /// it.</param>
    /// <param name="epochs">The epochs of the phase, 1 or more.</param>
    /// <returns>Its rates; they are set by <see cref="LearningRates.MoveTo"/>, before every step.</returns>
    public LearningRates Start(optim.Optimizer optimizer, int epochs)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        RequireFits(epochs, nameof(epochs));
        return Begin(optimizer, epochs);
    }

    /// <summary>What the schedule is, in words.</summary>
    public override string ToString() =>
        WarmUpEpochs > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_text}, after {WarmUpEpochs} epochs of warm-up") : _text;

    /// <exception cref="ArgumentException">The warm-up leaves nothing of the phase.</exception>
    internal void RequireFits(int epochs, string name)
    {
        if (WarmUpEpochs == 0 || WarmUpEpochs < epochs) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"The warm-up of the learning rate takes {WarmUpEpochs} epochs, {name} is {epochs}: a phase must be longer than its warm-up."),
            name);
    }

    private protected abstract LearningRates Begin(optim.Optimizer optimizer, int epochs);

    private static double HalfCosine(double progress) => 0.5 * (1 + Math.Cos(Math.PI * progress));

    private static void RequireFactor(double value, string name)
    {
        if (value is > 0 and <= 1) return;
        throw new ArgumentOutOfRangeException(
            name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be in (0, 1]."));
    }
}
