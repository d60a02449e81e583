using static TorchSharp.torch;

namespace HierKD;

/// <summary>A scheduler of torch's, which knows only the way forward: from the rates of an epoch to those of the next.</summary>
internal sealed class SchedulerSchedule(
    Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make) : LearningRateSchedule(0, "a scheduler of torch's")
{
    private protected override LearningRates Begin(optim.Optimizer optimizer, int epochs) => new Rates(optimizer, epochs, make);

    private sealed class Rates : LearningRates
    {
        private readonly optim.Optimizer _optimizer;
        private readonly Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> _make;
        private optim.lr_scheduler.LRScheduler _scheduler;
        private double[] _rates;
        private int _done;

        public Rates(optim.Optimizer optimizer, int epochs, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make)
            : base(optimizer, epochs)
        {
            (_optimizer, _make) = (optimizer, make);
            _scheduler = Make();
            _rates = Read();
        }

        private protected override double[] At(double epoch, double[] initial)
        {
            var target = (int)Math.Floor(epoch);
            if (target < _done)
            {
                Write(initial);
                (_scheduler, _done) = (Make(), 0);
                _rates = Read();
            }
            if (target > _done)
            {
                // Whatever a loaded state or the caller has made of the rates meanwhile: most schedulers go on from those they find.
                Write(_rates);
                for (; _done < target; _done++) _scheduler.step();
                _rates = Read();
            }
            return _rates;
        }

        private optim.lr_scheduler.LRScheduler Make() => _make(_optimizer) switch
        {
            null => throw new InvalidOperationException(
                "The function of LearningRateSchedule.From returned null; it must return a scheduler on the optimizer it is given."),
            optim.lr_scheduler.impl.ReduceLROnPlateau => throw new ArgumentException(
                "ReduceLROnPlateau wants a metric, and LearningRateSchedule.From steps by epochs alone; give a scheduler that needs " +
                "none, such as CosineAnnealingLR or StepLR.",
                nameof(TrainingOptions.LearningRateSchedule)),
            var scheduler => scheduler,
        };
    }
}
