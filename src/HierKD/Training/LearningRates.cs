using System.Globalization;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The learning rates of one optimizer along a <see cref="LearningRateSchedule"/>, for one phase.</summary>
/// <remarks>
/// They depend on the optimizer's rates at the start and on the position alone, not on how it was reached: started anew on an optimizer
/// with its initial rates, and moved to where a phase was interrupted, they are bit for bit those of a phase that was not.
/// </remarks>
public abstract class LearningRates
{
    private readonly optim.ILearningRateController[] _groups;
    private readonly double[] _initial;

    private protected LearningRates(optim.Optimizer optimizer, int epochs)
    {
        if (epochs < 1) throw new ArgumentOutOfRangeException(nameof(epochs), epochs, $"epochs is {epochs}; a phase has at least 1.");
        Epochs = epochs;
        // An optimizer of a user's own may have none: TorchSharp then gives null.
        _groups = optimizer.ParamGroups?.ToArray<optim.ILearningRateController>() ?? [];
        _initial = Read();
    }

    /// <summary>The epochs of the phase.</summary>
    public int Epochs { get; }

    /// <summary>Sets the learning rate of every parameter group to what it is at a position.</summary>
    /// <param name="epoch">The epochs done, with the part of the current one that is done: in [0, <see cref="Epochs"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is outside the phase.</exception>
    public void MoveTo(double epoch)
    {
        if (!(epoch >= 0 && epoch <= Epochs))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epoch), epoch,
                string.Create(CultureInfo.InvariantCulture, $"epoch is {epoch}; the phase has the positions 0 to {Epochs}."));
        }
        Write(At(epoch, _initial));
    }

    /// <summary>The rate of each parameter group at a position.</summary>
    private protected abstract double[] At(double epoch, double[] initial);

    private protected double[] Read() => _groups.Select(g => g.LearningRate).ToArray();

    private protected void Write(double[] rates)
    {
        for (var i = 0; i < rates.Length; i++) _groups[i].LearningRate = rates[i];
    }
}
