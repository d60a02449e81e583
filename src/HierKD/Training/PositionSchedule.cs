using System.Globalization;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The initial rates times a function of the position, after a warm-up.</summary>
internal sealed class PositionSchedule(
    Func<PhasePosition, double> factor, double warmUpEpochs, string text) : LearningRateSchedule(warmUpEpochs, text)
{
    private protected override LearningRates Begin(optim.Optimizer optimizer, int epochs) => new Rates(optimizer, epochs, FactorAt);

    private double FactorAt(double epoch, int epochs)
    {
        if (epoch < WarmUpEpochs) return epoch / WarmUpEpochs;
        var position = new PhasePosition(epoch - WarmUpEpochs, epochs - WarmUpEpochs);
        var value = factor(position);
        if (value >= 0 && double.IsFinite(value)) return value;
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"The learning-rate schedule returned {value} after {position.Epoch} of {position.Epochs} epochs; it " +
            $"must return a finite number, 0 or more."));
    }

    private sealed class Rates(optim.Optimizer optimizer, int epochs, Func<double, int, double> factorAt) : LearningRates(optimizer, epochs)
    {
        private protected override double[] At(double epoch, double[] initial)
        {
            var factor = factorAt(epoch, Epochs);
            return initial.Select(rate => rate * factor).ToArray();
        }
    }
}
