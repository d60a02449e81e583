using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What the phases of a run have in common: an optimizer, its learning rate, and epochs of batches, from any epoch on.</summary>
internal sealed class PhaseTraining : IDisposable
{
    private readonly PruningData _data;
    private readonly LearningRates _rates;
    private readonly EpochNumbers _numbers;

    /// <param name="phase">Which.</param>
    /// <param name="data">The batches.</param>
    /// <param name="options">How.</param>
    /// <param name="parameters">What is trained.</param>
    /// <param name="epochs">The phase's epochs, as planned at its beginning.</param>
    /// <param name="numbers">The epochs' numbers in the run.</param>
    /// <param name="start">Where the phase goes on, or <see langword="null"/> at its beginning.</param>
    public PhaseTraining(
        PruningPhase phase, PruningData data, TrainingOptions options, IEnumerable<Parameter> parameters, int epochs, EpochNumbers numbers,
        PhaseStart? start)
    {
        (_data, _numbers) = (data, numbers);
        Optimizer = options.MakeOptimizer(parameters, phase);
        Clock = new EpochClock(data, epochs, start?.EpochsDone ?? 0, start?.Steps);
        try
        {
            // It takes the initial rates from the new optimizer: those in a saved state have decayed already.
            _rates = options.LearningRateSchedule.Start(Optimizer, epochs);
            start?.Restore(Optimizer);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public optim.Optimizer Optimizer { get; }

    public EpochClock Clock { get; }

    /// <summary>Rates run through their schedule even if the phase does not end when it was planned to.</summary>
    private double RatesPosition => Clock.Epochs == _rates.Epochs ? Clock.Position : Clock.Progress * _rates.Epochs;

    /// <summary>The batches of the clock's epoch; the learning rate is set before each is given.</summary>
    public IEnumerable<TrainingBatch> Epoch(CancellationToken cancellation)
    {
        _numbers.Seed(Clock.Epoch);
        foreach (var batch in _data.ReadTrain(_numbers.Of(Clock.Epoch)))
        {
            cancellation.ThrowIfCancellationRequested();
            _rates.MoveTo(RatesPosition);
            yield return batch;
        }
    }

    public void Dispose() => Optimizer.Dispose();
}
